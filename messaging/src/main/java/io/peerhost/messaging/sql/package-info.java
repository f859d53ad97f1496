/** Plain JDBC for what moves sets of rows, within the transactions of outbox and inbox. */
package io.peerhost.messaging.sql;
