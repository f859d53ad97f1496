/**
 * The edge: what visitors of all sites talk to. It holds no truth of its own; what it knows came by events and can be had
 * again. {@link io.peerhost.edge.Edge} puts the parts together.
 */
package io.peerhost.edge;
