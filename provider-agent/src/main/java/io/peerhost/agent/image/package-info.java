/** Pod images, made on the spot from Debian packages: which there are, when they are ready, how they are built. */
package io.peerhost.agent.image;
