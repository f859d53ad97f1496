/** Epochs: use becomes charges, charges become one Merkle root on chain, the root becomes payments to sellers. */
package io.peerhost.billing.settlement;
