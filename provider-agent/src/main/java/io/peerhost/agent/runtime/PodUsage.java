package io.peerhost.agent.runtime;

/** @param cpuNanos used since this start of the pod; @param memoryBytes held now, without what the kernel could drop */
public record PodUsage(long cpuNanos, long memoryBytes) {}
