/** What this machine has: measured, tried out and, when the portal asks, proven. */
package io.peerhost.agent.inventory;
