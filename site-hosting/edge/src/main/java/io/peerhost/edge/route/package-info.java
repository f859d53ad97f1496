/**
 * Which host is which site, which release it shows and which replicas serve it: learnt from the topics {@code leases},
 * {@code releases} and {@code replicas}, kept in a snapshot so that an edge starts knowing what it knew.
 */
package io.peerhost.edge.route;
