/** Plain JDBC for what moves sets of rows; Panache reads the rest. */
package io.peerhost.billing.database;
