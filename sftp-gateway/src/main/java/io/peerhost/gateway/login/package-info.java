/** Who may come in: keys that marketplace knows, host keys, limits. */
package io.peerhost.gateway.login;
