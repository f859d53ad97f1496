// Runs the contracts' own tests with the forge that npm installed.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const chain = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const forge = join(chain, 'node_modules/@foundry-rs/forge/bin.mjs');
const run = spawnSync(process.execPath, [forge, 'test', '--root', chain, ...process.argv.slice(2)], {
  cwd: chain,
  stdio: 'inherit',
  env: { ...process.env, FOUNDRY_DISABLE_NIGHTLY_WARNING: '1', NO_COLOR: '1' },
});
process.exit(run.status ?? 1);
