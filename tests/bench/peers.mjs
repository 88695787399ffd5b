// Netra's sync beside that of others: the same leads, the same machine, one after the other in one run.
// `cargo xtask bench peers [--rows N] [--queued N] [--devices N] [--seconds N] [--only NAME]`. The others come
// from the npm registry into a temporary folder, and go with it; what is not equal stands in the file of each.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sleep } from './_peers.mjs';
import * as pouchdb from './_pouchdb.mjs';
import * as tinybase from './_tinybase.mjs';

const PEERS = { pouchdb, tinybase };
const here = fileURLToPath(import.meta.url);
const note = (text) => process.stderr.write(`bench: ${text}\n`);

if (process.argv[2] === '--serve') {
  await PEERS[process.argv[3]].serve(JSON.parse(process.argv[4]));
} else if (process.argv[2] === '--part') {
  // A process of its own, so that its memory is its own.
  const [, , , peer, name, place] = process.argv;
  const told = await PEERS[peer].parts[name](JSON.parse(place));
  process.stdout.write(`${JSON.stringify(told)}\n`, () => process.exit(0));
} else {
  await compare();
}

async function compare() {
  const said = (name) => {
    const at = process.argv.indexOf(`--${name}`);
    return at < 0 ? undefined : process.argv[at + 1];
  };
  const option = (name, usual) => Number(said(name)?.replaceAll('_', '') ?? usual);
  const amounts = { rows: option('rows', 20_000), queued: option('queued', 1_000), devices: option('devices', 100), seconds: option('seconds', 10) };
  const peers = Object.keys(PEERS).filter((peer) => (said('only') ?? peer) === peer);
  if (peers.length === 0) throw new Error(`--only takes one of ${Object.keys(PEERS).join(', ')}`);
  const dir = mkdtempSync(join(tmpdir(), 'netra-peers-'));
  try {
    note('Netra');
    const file = join(dir, 'leads.jsonl');
    const netra = execFileSync(
      process.env.NETRA_BENCH,
      ['sync', '--only', 'live,queue,first', '--copied', amounts.rows, '--queued', amounts.queued, '--devices', amounts.devices, '--seconds', amounts.seconds, '--rows-out', file].map(String),
      { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' },
    );
    process.stdout.write(netra);
    for (const peer of peers) process.stdout.write(await measured(peer, join(dir, peer), file, amounts));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function measured(peer, dir, file, amounts) {
  const { NAME, PACKAGES } = PEERS[peer];
  note(`${PACKAGES.join(', ')} from the registry`);
  const data = join(dir, 'data');
  mkdirSync(data, { recursive: true });
  writeFileSync(join(dir, 'package.json'), '{"private": true}');
  const npm = ['install', '--no-audit', '--no-fund', '--no-save', '--loglevel=error', '--prefix', dir];
  execFileSync('npm', [...npm, ...PACKAGES], { stdio: ['ignore', 'ignore', 'inherit'] });
  const port = await freePort();
  const place = { modules: dir, dir: data, port, file, ...amounts };
  const server = spawn(process.execPath, [here, '--serve', peer, JSON.stringify(place)], { cwd: dir, stdio: ['ignore', 'ignore', 'inherit'] });
  try {
    for (let n = 0; !(await answers(port)); n++) {
      if (n > 150 || server.exitCode !== null) throw new Error(`the server of ${NAME} did not start`);
      await sleep(200);
    }
    const part = (name, more) => {
      note(`${NAME}: ${name}`);
      const args = [here, '--part', peer, name, JSON.stringify({ ...place, ...more })];
      return JSON.parse(execFileSync(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' }));
    };
    const filled = part('fill');
    const [first, queue, live] = [part('first', filled), part('queue', filled), part('live')];
    const ms = (n) => `${Math.round(n)} ms`;
    return `
### ${PACKAGES.join(', ')}: the same rows

| | measured |
|---|---|
| first copy of ${first.rows} rows | a first page ${ms(first.usable)}; all ${ms(first.ms)}; ${first.peak} MiB at most |
| ${amounts.queued} offline changes handed in | ${ms(queue.ms)} |
| ${amounts.devices} listeners hear of ${live.rate.toFixed(0)} changes a second | p50 ${ms(live.p50)}, p95 ${ms(live.p95)}${live.lost ? `; ${live.lost} never came` : ''} |
`;
  } finally {
    server.kill();
  }
}

function answers(port) {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => done(true) || socket.destroy());
    socket.on('error', () => done(false));
  });
}

function freePort() {
  return new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}
