/** What sellers do with their machines. */
package io.peerhost.marketplace.machine;
