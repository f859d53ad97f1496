/** What can be said by {@code ssh host COMMAND}. */
package io.peerhost.gateway.shell;
