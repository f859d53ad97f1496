/**
 * Peerhost and the chain: where the contracts are ({@link io.peerhost.chain.ChainSettings}), what parties sign
 * ({@code lease}), proofs of an epoch ({@code merkle}), calls of the contracts ({@code call}), what the chain says
 * ({@code node}), the one sender of transactions ({@code transaction}) and the deployment ({@code deploy}).
 */
package io.peerhost.chain;
