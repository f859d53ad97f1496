/**
 * The agent's side of its connection to the portal: who it is ({@link io.peerhost.agent.controlplane.AgentKey}), how it is let in
 * ({@link io.peerhost.agent.controlplane.Enrolment}), what it hears and says
 * ({@link io.peerhost.agent.controlplane.PortalConnection}) and what it must not forget to say
 * ({@link io.peerhost.agent.controlplane.ReportQueue}). It only dials out.
 */
package io.peerhost.agent.controlplane;
