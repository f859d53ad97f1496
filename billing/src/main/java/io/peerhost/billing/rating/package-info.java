/** From facts to money, purely: no input, no output, no clock. The formula itself is the protocol's, so that all agree on it. */
package io.peerhost.billing.rating;
