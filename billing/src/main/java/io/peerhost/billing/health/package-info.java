/** Readiness, figures, and the invariants that {@code doctor} asks for. */
package io.peerhost.billing.health;
