/** Which of our own processes asks: a door inside names the clients that it serves. */
package io.peerhost.rest.access;
