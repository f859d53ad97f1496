/**
 * The pages: drawn on the server, whole without JavaScript. They go through the same doors as programs do (the resources of
 * {@code /api}), so what a form may do and what a program may do is one set of rules. Templates and assets are in the frontend.
 */
package io.peerhost.marketplace.portal;
