/** The process: settings, wiring, what runs by itself. */
package io.peerhost.billing.service;
