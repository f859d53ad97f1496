/**
 * SFTP and SCP: drafts in the shape of a file system the SSH library understands, and the two doors to it, which publish
 * when their client leaves by itself.
 */
package io.peerhost.gateway.files;
