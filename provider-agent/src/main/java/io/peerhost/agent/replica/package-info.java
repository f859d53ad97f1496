/**
 * Makes real what the portal declares: one worker a lease ({@link io.peerhost.agent.replica.LeaseWorker}) brings its replica to
 * what is assigned and keeps it there; what belongs to no lease is swept.
 */
package io.peerhost.agent.replica;
