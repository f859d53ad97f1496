/**
 * Kafka and PostgreSQL in one transaction. A writer puts its event into the {@link io.peerhost.messaging.Outbox} beside its
 * change, an {@link io.peerhost.messaging.OutboxRelay} sends it behind; a reader's {@link io.peerhost.messaging.Inbox} moves
 * its offset in the transaction of the effect. So an event is neither lost nor, in effect, doubled, whoever crashes.
 *
 * <p>The tables are in {@code classpath:db/messaging}, a location to add to a service's Flyway.
 */
package io.peerhost.messaging;
