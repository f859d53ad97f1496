/**
 * What the agent keeps of its tenants' releases: blobs by their hash ({@link io.peerhost.agent.storage.BlobStore}), fetched
 * and checked against it ({@link io.peerhost.agent.storage.ReleaseFetcher}), whole releases known
 * ({@link io.peerhost.agent.storage.Releases}), folders of files for pods ({@link io.peerhost.agent.storage.SiteFiles}).
 */
package io.peerhost.agent.storage;
