/** The public audit: epochs, roots, transactions, and proofs that a browser can check. */
package io.peerhost.billing.audit;
