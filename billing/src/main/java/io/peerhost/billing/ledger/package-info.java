/**
 * Double entry: every movement debits and credits the same amount, nothing is ever changed or removed. This package decides and
 * touches no input, output, Kafka, REST or chain; {@code journal} keeps what it decided.
 */
package io.peerhost.billing.ledger;
