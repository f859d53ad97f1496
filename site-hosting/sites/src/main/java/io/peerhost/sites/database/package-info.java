/** Transactions and set-based SQL over plain JDBC, beside Panache in the same transaction. */
package io.peerhost.sites.database;
