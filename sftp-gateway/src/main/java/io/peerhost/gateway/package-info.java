/**
 * SSH and SFTP for people who rent sites. A session sees one folder a site; what it does happens in memory at once
 * ({@link io.peerhost.gateway.draft}), travels to the service of sites behind it ({@link io.peerhost.gateway.upload}), and is
 * published when the session ends well ({@link io.peerhost.gateway.publish}).
 */
package io.peerhost.gateway;
