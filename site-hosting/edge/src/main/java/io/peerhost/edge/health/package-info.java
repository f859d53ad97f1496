/** How this edge is: for load balancers, {@code doctor} and people. */
package io.peerhost.edge.health;
