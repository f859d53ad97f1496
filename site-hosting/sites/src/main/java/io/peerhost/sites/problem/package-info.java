/** Refusals as RFC 9457 problem details, in one place. */
package io.peerhost.sites.problem;
