/** Answers to requests that cannot be done, and how requests are read. */
package io.peerhost.billing.problem;
