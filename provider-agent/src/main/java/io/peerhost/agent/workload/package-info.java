/** From a lease to the pod that serves it, whatever runs pods on this machine: pure functions, held by golden files. */
package io.peerhost.agent.workload;
