/** Billing's own picture of the leases, from the marketplace's events and the escrow contract. */
package io.peerhost.billing.lease;
