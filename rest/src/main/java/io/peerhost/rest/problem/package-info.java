/** How a service says no over HTTP: RFC 9457 problem details, whoever noticed (our code, REST, the HTTP server). */
package io.peerhost.rest.problem;
