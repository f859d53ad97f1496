/**
 * The edge's end of the tunnel. An agent dials in over TLS; the edge is then the HTTP/2 client on that connection and opens
 * CONNECT streams down it, each a byte pipe to a replica. Pipes are pooled by agent, lease and release.
 */
package io.peerhost.edge.tunnel;
