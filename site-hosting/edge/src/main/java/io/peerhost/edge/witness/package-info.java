/**
 * What this edge saw of each lease: whether its replica answered from outside, and how much of it went to visitors. Said in
 * signed records, kept on disk until Kafka has them.
 */
package io.peerhost.edge.witness;
