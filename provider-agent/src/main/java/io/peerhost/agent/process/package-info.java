/** Programs of the machine the agent runs: each with a time limit and bounded output. */
package io.peerhost.agent.process;
