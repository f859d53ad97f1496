/**
 * What visitors talk to: HTTP/1.1 and HTTP/2 connections with their limits, seen by the rest as {@link
 * io.peerhost.edge.http.Visit}s; and the grammar of conditional, ranged and negotiated requests.
 */
package io.peerhost.edge.http;
