/**
 * Sites in pods: visitors' requests go through the tunnel to a replica and its answers come back, streamed both ways, no
 * faster than the slower side takes them.
 */
package io.peerhost.edge.proxy;
