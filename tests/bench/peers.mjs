// Netra's sync and PouchDB's, side by side: the same leads, the same machine, one after the other in
// one run. `cargo xtask bench peers [--rows N] [--queued N] [--devices N]`. PouchDB comes from the npm
// registry into a temporary folder, and goes with it. Its server is express-pouchdb, which is what
// pouchdb-server is made of: that one's other parts want a compiler and many minutes.
//
// What is not equal, all of it in PouchDB's favour: its databases are not encrypted, a write is not
// waited for until it is on the disk, nobody's rights are looked at, and no index but the one by id
// is built.
import { execFileSync, spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { createReadStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const PACKAGES = ['pouchdb@9.0.0', 'express-pouchdb@4.2.0', 'express@4'];
const RATE = 50;
const here = fileURLToPath(import.meta.url);
const option = (name, usual) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? usual : Number(process.argv[at + 1].replaceAll('_', ''));
};
const rows = option('rows', 20_000);
const queued = option('queued', 1_000);
const devices = option('devices', 100);
const seconds = option('seconds', 10);
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const note = (text) => process.stderr.write(`bench: ${text}\n`);

/** What PouchDB's side does in a process of its own, so that its memory is its own. */
const parts = {
  /** A new device fetches everything. */
  async first(PouchDB, dir, url) {
    const began = performance.now();
    const local = new PouchDB(join(dir, 'first'));
    let usable;
    const copying = PouchDB.replicate(url, local, { batch_size: 1_000 });
    copying.on('change', async () => {
      const page = usable ? undefined : await local.allDocs({ limit: 50, include_docs: true });
      if (page?.rows.length === 50) usable ??= performance.now() - began;
    });
    const done = await copying;
    const ms = performance.now() - began;
    return { docs: done.docs_written, ms, usable: usable ?? ms, peak: process.resourceUsage().maxRSS >> 10 };
  },
  /** Somebody worked offline and comes back. */
  async queue(PouchDB, dir, url) {
    const local = new PouchDB(join(dir, 'queue'));
    for (let n = 0; n < queued; n++) {
      await local.put({ _id: `offline-${n}`, name: `Lead ${n}`, phone: `+9197${String(n).padStart(8, '0')}`, city: 'Nashik' });
    }
    const began = performance.now();
    await local.replicate.to(url, { batch_size: 1_000 });
    return { ms: performance.now() - began };
  },
  /** Many listen while one writes. */
  async live(PouchDB, _, url) {
    const seen = Array.from({ length: devices }, () => new Map());
    const feeds = [];
    for (const mine of seen) {
      const feed = new PouchDB(url).changes({ since: 'now', live: true, include_docs: true });
      feed.on('change', (change) => mine.set(change.id, performance.now()));
      feed.on('error', () => {});
      feeds.push(feed);
    }
    await sleep(5_000);
    const remote = new PouchDB(url);
    const given = [];
    const begin = performance.now();
    for (let n = 0; n < seconds * RATE; n++) {
      await sleep(Math.max(0, begin + (n * 1_000) / RATE - performance.now()));
      const id = `live-${n}`;
      given.push([id, performance.now()]);
      await remote.put({ _id: id, name: 'Lead', phone: `+9198221${String(n).padStart(5, '0')}`, city: 'Pune' });
    }
    const rate = given.length / ((performance.now() - begin) / 1_000);
    await sleep(5_000);
    for (const feed of feeds) feed.cancel();
    const times = [];
    let lost = 0;
    for (const mine of seen) {
      for (const [id, at] of given) {
        if (mine.has(id)) times.push(mine.get(id) - at);
        else lost++;
      }
    }
    times.sort((a, b) => a - b);
    const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
    return { rate, p50: at(0.5), p95: at(0.95), lost };
  },
};

if (process.argv[2] === '--serve') {
  const [, , , modules, dir, port] = process.argv;
  const load = createRequire(join(modules, 'x.js'));
  // Each feed adds a listener, and node warns of each beyond ten.
  EventEmitter.defaultMaxListeners = 0;
  const PouchDB = load('pouchdb').defaults({ prefix: `${dir}/` });
  const app = load('express')();
  app.use('/', load('express-pouchdb')(PouchDB, { mode: 'minimumForPouchDB', inMemoryConfig: true, logPath: join(dir, 'log.txt') }));
  app.listen(Number(port), '127.0.0.1');
} else if (process.argv[2] === '--part') {
  const [, , , name, modules, dir, url] = process.argv;
  const PouchDB = createRequire(join(modules, 'x.js'))('pouchdb');
  // Feeds of many devices come from one process here.
  EventEmitter.defaultMaxListeners = 0;
  const told = await parts[name](PouchDB, dir, url);
  process.stdout.write(`${JSON.stringify(told)}\n`, () => process.exit(0));
} else {
  await compare();
}

async function compare() {
  const dir = mkdtempSync(join(tmpdir(), 'netra-peers-'));
  let server;
  try {
    note('Netra');
    const file = join(dir, 'leads.jsonl');
    const netra = execFileSync(
      process.env.NETRA_BENCH,
      ['sync', '--only', 'live,queue,first', '--copied', rows, '--queued', queued, '--devices', devices, '--seconds', seconds, '--rows-out', file].map(String),
      { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' },
    );
    note(`${PACKAGES.join(', ')} from the registry`);
    writeFileSync(join(dir, 'package.json'), '{"private": true}');
    const npm = ['install', '--no-audit', '--no-fund', '--no-save', '--loglevel=error', '--prefix', dir];
    execFileSync('npm', [...npm, ...PACKAGES], { stdio: ['ignore', 'ignore', 'inherit'] });
    const data = join(dir, 'data');
    mkdirSync(data);
    const port = await freePort();
    server = spawn(process.execPath, [here, '--serve', dir, data, String(port)], { cwd: dir, stdio: ['ignore', 'ignore', 'inherit'] });
    const root = `http://127.0.0.1:${port}`;
    for (let n = 0; ; n++) {
      if (await fetch(root).then((r) => r.ok, () => false)) break;
      if (n > 150 || server.exitCode !== null) throw new Error('the PouchDB server did not start');
      await sleep(200);
    }
    const url = `${root}/leads`;
    await fetch(url, { method: 'PUT' });
    note('PouchDB: the same leads into its server');
    await fill(url, file);
    const part = (name) => {
      note(`PouchDB: ${name}`);
      const args = [here, '--part', name, dir, dir, url];
      const amounts = ['--queued', queued, '--devices', devices, '--seconds', seconds].map(String);
      return JSON.parse(execFileSync(process.execPath, [...args, ...amounts], { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' }));
    };
    const [first, queue, live] = [part('first'), part('queue'), part('live')];
    const ms = (n) => `${Math.round(n)} ms`;
    process.stdout.write(netra);
    process.stdout.write(`
### ${PACKAGES.join(', ')}: the same rows

| | measured |
|---|---|
| first copy of ${first.docs} documents | a first page ${ms(first.usable)}; all ${ms(first.ms)}; ${first.peak} MiB at most |
| ${queued} offline changes handed in | ${ms(queue.ms)} |
| ${devices} listeners hear of ${live.rate.toFixed(0)} changes a second | p50 ${ms(live.p50)}, p95 ${ms(live.p95)}${live.lost ? `; ${live.lost} never came` : ''} |
`);
  } finally {
    server?.kill();
    rmSync(dir, { recursive: true, force: true });
  }
}

async function freePort() {
  return new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

async function fill(url, file) {
  let docs = [];
  const send = async () => {
    const body = JSON.stringify({ docs });
    const r = await fetch(`${url}/_bulk_docs`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    if (!r.ok) throw new Error(`_bulk_docs: ${r.status}`);
    docs = [];
  };
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const { id, ...lead } = JSON.parse(line);
    docs.push({ _id: id.$x, ...lead });
    if (docs.length === 1_000) await send();
  }
  if (docs.length) await send();
}

