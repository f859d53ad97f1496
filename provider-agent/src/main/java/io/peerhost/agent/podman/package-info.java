/**
 * podman as the agent uses it: an engine of its own with its own configuration and store, nothing in {@code /etc}
 * ({@link io.peerhost.agent.podman.EngineConfig}, {@link io.peerhost.agent.podman.Engine}), spoken to by its REST interface over a unix
 * socket ({@link io.peerhost.agent.podman.Libpod}); a network a tenant ({@link io.peerhost.agent.podman.Networks}) behind firewall
 * rules ({@link io.peerhost.agent.podman.Firewall}); what a pod uses, read from its control groups.
 */
package io.peerhost.agent.podman;
