package io.peerhost.agent.runtime;

import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.release.Hash;
import java.net.InetSocketAddress;

/**
 * A pod that was started, by this run of the agent or an earlier one.
 *
 * @param name as its specification says
 * @param id the runtime's own name for this very start of it
 * @param lease whose it is
 * @param release what it serves
 * @param address where it answers, reachable from this machine only
 */
public record Pod(String name, String id, Bytes32 lease, Hash release, InetSocketAddress address) {}
