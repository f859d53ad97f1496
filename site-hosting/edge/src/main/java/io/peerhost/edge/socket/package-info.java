/** Event loops and listening sockets. */
package io.peerhost.edge.socket;
