// Keccak-256 as Ethereum uses it, and the proof of a lease in an epoch: checked here, on the reader's own machine.
"use strict";
(function (root) {
  const MASK = (1n << 64n) - 1n;
  const ROUNDS = (() => {
    const constants = [];
    let lfsr = 1;
    for (let round = 0; round < 24; round++) {
      let constant = 0n;
      for (let bit = 0; bit < 7; bit++) {
        if (lfsr & 1) constant |= 1n << ((1n << BigInt(bit)) - 1n);
        lfsr = lfsr & 0x80 ? ((lfsr << 1) ^ 0x171) & 0xff : lfsr << 1;
      }
      constants.push(constant);
    }
    return constants;
  })();
  const turn = (value, by) => by === 0n ? value : ((value << by) | (value >> (64n - by))) & MASK;

  function permute(a) {
    for (let round = 0; round < 24; round++) {
      const c = [], d = [];
      for (let x = 0; x < 5; x++) c[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
      for (let x = 0; x < 5; x++) d[x] = c[(x + 4) % 5] ^ turn(c[(x + 1) % 5], 1n);
      for (let i = 0; i < 25; i++) a[i] ^= d[i % 5];
      let x = 1, y = 0, current = a[1];
      for (let step = 0; step < 24; step++) {
        [x, y] = [y, (2 * x + 3 * y) % 5];
        const next = a[x + 5 * y];
        a[x + 5 * y] = turn(current, BigInt(((step + 1) * (step + 2) / 2) % 64));
        current = next;
      }
      for (let row = 0; row < 25; row += 5) {
        const b = a.slice(row, row + 5);
        for (let i = 0; i < 5; i++) a[row + i] = b[i] ^ (~b[(i + 1) % 5] & MASK & b[(i + 2) % 5]);
      }
      a[0] ^= ROUNDS[round];
    }
  }

  function keccak256(bytes) {
    const rate = 136;
    const padded = new Uint8Array(Math.ceil((bytes.length + 1) / rate) * rate);
    padded.set(bytes);
    padded[bytes.length] = 1;
    padded[padded.length - 1] |= 0x80;
    const state = new Array(25).fill(0n);
    for (let at = 0; at < padded.length; at += rate) {
      for (let lane = 0; lane < rate / 8; lane++) {
        let word = 0n;
        for (let i = 7; i >= 0; i--) word = (word << 8n) | BigInt(padded[at + lane * 8 + i]);
        state[lane] ^= word;
      }
      permute(state);
    }
    const out = new Uint8Array(32);
    for (let i = 0; i < 32; i++) out[i] = Number((state[i >> 3] >> BigInt(8 * (i & 7))) & 0xffn);
    return out;
  }

  const fromHex = (hex) => Uint8Array.from((hex.replace(/^0x/, "").match(/../g) || []).map((pair) => parseInt(pair, 16)));
  const toHex = (bytes) => "0x" + Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const joined = (a, b) => { const all = new Uint8Array(a.length + b.length); all.set(a); all.set(b, a.length); return all; };
  const word = (decimal) => fromHex(BigInt(decimal).toString(16).padStart(64, "0"));

  /** The leaf of (lease, cumulative): keccak256(keccak256(abi.encode(bytes32, uint256))). */
  const leaf = (lease, cumulative) => keccak256(keccak256(joined(fromHex(lease), word(cumulative))));

  /** Whether the path leads from the leaf to the root; pairs are hashed in sorted order. */
  function verify(lease, cumulative, path, expectedRoot) {
    let node = leaf(lease, cumulative);
    for (const sibling of path) {
      const other = fromHex(sibling);
      node = toHex(node) <= toHex(other) ? keccak256(joined(node, other)) : keccak256(joined(other, node));
    }
    return toHex(node) === expectedRoot.toLowerCase();
  }

  const api = { keccak256, leaf, verify, fromHex, toHex };
  if (typeof module !== "undefined") module.exports = api;
  else root.PeerhostProof = api;
})(typeof globalThis !== "undefined" ? globalThis : this);
