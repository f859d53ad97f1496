/** The ledger at rest: JDBC beside the pure domain of {@code ledger}. */
package io.peerhost.billing.journal;
