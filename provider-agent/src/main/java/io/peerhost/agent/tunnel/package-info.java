/**
 * The agent's end of the tunnel. The agent dials an edge; the edge then opens byte pipes down that connection, each to a
 * pod's port or to the agent's own content server. Nothing here listens on a port.
 */
package io.peerhost.agent.tunnel;
