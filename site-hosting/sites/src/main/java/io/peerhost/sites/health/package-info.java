/** How the service does: ready, figures, and whether what must hold holds. */
package io.peerhost.sites.health;
