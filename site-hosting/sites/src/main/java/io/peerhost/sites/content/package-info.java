/**
 * Content for sellers' agents: an agent proves by signature who it is, may fetch for a lease of its own that runs, and gets
 * any blob that some release of that lease's site reaches. (All releases rather than the current one: it costs one index
 * look-up, a rollback needs no new permission, and a replica that is behind can still finish.)
 */
package io.peerhost.sites.content;
