/**
 * The draft of a site: a tree path -> content in memory, shared by the sessions on this gateway; its changes travel to
 * sites in order, behind the sessions.
 */
package io.peerhost.gateway.draft;
