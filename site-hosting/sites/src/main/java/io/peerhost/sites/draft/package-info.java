/** Drafts: the tree of a site that people write to, a row an entry, changed in batches that apply whole or not at all. */
package io.peerhost.sites.draft;
