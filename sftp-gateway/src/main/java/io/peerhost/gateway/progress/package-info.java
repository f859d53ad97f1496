/** What developers are shown of their uploads while they go on. */
package io.peerhost.gateway.progress;
