/** What each lease has used, cumulative, kept over restarts, signed as a chain of records every ten seconds. */
package io.peerhost.agent.metering;
