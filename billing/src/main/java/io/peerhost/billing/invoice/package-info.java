/** What people are shown of their money: bills so far, use over time, statements. */
package io.peerhost.billing.invoice;
