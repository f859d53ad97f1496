/** What agents say and edges see, taken in by batches, each record once whatever Kafka repeats or reorders. */
package io.peerhost.billing.usage;
