/** What operators and {@code doctor} see of a service: ready, figures, invariants, and its log as JSON lines. */
package io.peerhost.observability;
