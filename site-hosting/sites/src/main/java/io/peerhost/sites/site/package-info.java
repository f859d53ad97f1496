/** Sites and leases as the marketplace's events tell of them, and what a site's owner may set. */
package io.peerhost.sites.site;
