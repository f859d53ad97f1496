// Compiles the contracts: src/main/solidity/*.sol -> target/contracts/X.abi and X.bin. Nothing is done when nothing changed.
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const chain = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const sources = join(chain, 'src/main/solidity');
const output = join(chain, 'target/contracts');
// The same as in foundry.toml, so that the contracts tried are the contracts deployed.
const settings = {
  optimizer: { enabled: true, runs: 10000 },
  evmVersion: 'cancun',
  metadata: { bytecodeHash: 'none', appendCBOR: false },
};
const names = readdirSync(sources).filter((file) => file.endsWith('.sol')).sort();

function sha256(files, more = '') {
  const hash = createHash('sha256').update(more);
  for (const file of files) hash.update(file).update(readFileSync(file));
  return hash.digest('hex');
}

function stampIs(file, stamp) {
  return existsSync(file) && readFileSync(file, 'utf8') === stamp;
}

function install() {
  const stampFile = join(chain, 'node_modules/.lock-sha256');
  const stamp = sha256([join(chain, 'package-lock.json')]);
  if (stampIs(stampFile, stamp)) return;
  console.log('chain: installing the compiler and its libraries');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  execFileSync(npm, ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'], { cwd: chain, stdio: 'inherit' });
  writeFileSync(stampFile, stamp);
}

function find(path) {
  for (const candidate of [join(sources, path), join(chain, 'node_modules', path)])
    if (existsSync(candidate)) return { contents: readFileSync(candidate, 'utf8') };
  return { error: `No such file: ${path}` };
}

function compile() {
  const stampFile = join(output, '.sha256');
  const files = names.map((name) => join(sources, name));
  const stamp = sha256([join(chain, 'package-lock.json'), ...files], JSON.stringify(settings));
  if (stampIs(stampFile, stamp)) return;
  const solc = createRequire(import.meta.url)('solc');
  const input = {
    language: 'Solidity',
    sources: Object.fromEntries(names.map((name) => [name, { content: readFileSync(join(sources, name), 'utf8') }])),
    settings: { ...settings, outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } } },
  };
  const result = JSON.parse(solc.compile(JSON.stringify(input), { import: find }));
  // 2394 warns of every use of transient storage; OpenZeppelin's reentrancy guard clears its own.
  const problems = (result.errors ?? []).filter((problem) => problem.severity !== 'info' && problem.errorCode !== '2394');
  if (problems.length > 0) {
    console.error(problems.map((problem) => problem.formattedMessage).join('\n'));
    process.exit(1);
  }
  mkdirSync(output, { recursive: true });
  for (const name of names) {
    const contract = name.replace('.sol', '');
    const { abi, evm } = result.contracts[name][contract];
    writeFileSync(join(output, `${contract}.abi`), JSON.stringify(abi));
    writeFileSync(join(output, `${contract}.bin`), evm.bytecode.object);
  }
  writeFileSync(stampFile, stamp);
  console.log(`chain: compiled ${names.join(', ')}`);
}

install();
compile();
