/** Waiting longer after each failure, never in step with others. */
package io.peerhost.agent.retry;
