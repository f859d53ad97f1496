/** Answers kept by their Idempotency-Key. */
package io.peerhost.sites.idempotency;
