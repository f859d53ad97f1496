/**
 * HTTP/1.1 as bytes: heads and bodies, read strictly. Where two readers could disagree about a message (RFC 9112, section
 * 11.2), it is refused instead of guessed at. Used for what visitors send and for what replicas answer.
 */
package io.peerhost.edge.wire;
