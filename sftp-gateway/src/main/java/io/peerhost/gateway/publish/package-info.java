/** When a draft becomes a release. */
package io.peerhost.gateway.publish;
