/** What runs pods on this machine, behind one small interface ({@link io.peerhost.agent.runtime.PodRuntime}). */
package io.peerhost.agent.runtime;
