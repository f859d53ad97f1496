// Checks the proof that the page shows, here and now.
"use strict";
{
  const verdict = document.getElementById("verdict");
  const { lease, cumulative, root, proof } = verdict.dataset;
  const path = proof.split(" ").filter(Boolean);
  const begun = performance.now();
  const holds = PeerhostProof.verify(lease, cumulative, path, root);
  const spent = Math.max(1, Math.round(performance.now() - begun));
  verdict.classList.add(holds ? "good" : "bad");
  verdict.querySelector("h2").textContent = holds ? "The proof holds" : "The proof does not hold";
  verdict.querySelector("p").textContent = holds
    ? `Checked in this browser in ${spent} ms: the lease's amount is under the root, ${path.length} ${path.length === 1 ? "hash" : "hashes"} up.`
    : "The amount shown is not under the root shown. Do not rely on it, and tell the operator.";
}
