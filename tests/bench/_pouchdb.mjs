// PouchDB's side of `bench peers`. Its server is express-pouchdb, which is what pouchdb-server is made of:
// that one's other parts want a compiler and many minutes.
//
// What is not equal, all of it in its favour: its databases are not encrypted, a write is not waited for
// until it is on the disk, nobody's rights are looked at, and no index but the one by id is built.
import { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fanOut, leadsOf, offline, sleep } from './_peers.mjs';

export const NAME = 'PouchDB';
export const PACKAGES = ['pouchdb@9.0.0', 'express-pouchdb@4.2.0', 'express@4'];

// Each feed adds a listener, and node warns of each beyond ten.
EventEmitter.defaultMaxListeners = 0;
const from = (modules) => createRequire(join(modules, 'x.js'));
const leads = (port) => `http://127.0.0.1:${port}/leads`;

export async function serve({ modules, dir, port }) {
  const load = from(modules);
  const PouchDB = load('pouchdb').defaults({ prefix: `${dir}/` });
  const app = load('express')();
  app.use('/', load('express-pouchdb')(PouchDB, { mode: 'minimumForPouchDB', inMemoryConfig: true, logPath: join(dir, 'log.txt') }));
  app.listen(port, '127.0.0.1');
}

async function fill({ port, file }) {
  await fetch(leads(port), { method: 'PUT' });
  let docs = [];
  const send = async () => {
    const body = JSON.stringify({ docs });
    const r = await fetch(`${leads(port)}/_bulk_docs`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    if (!r.ok) throw new Error(`_bulk_docs: ${r.status}`);
    docs = [];
  };
  for await (const { id, ...lead } of leadsOf(file)) {
    docs.push({ _id: id, ...lead });
    if (docs.length === 1_000) await send();
  }
  if (docs.length) await send();
  return {};
}

async function first({ modules, dir, port }) {
  const PouchDB = from(modules)('pouchdb');
  const began = performance.now();
  const local = new PouchDB(join(dir, 'first'));
  let usable;
  const copying = PouchDB.replicate(leads(port), local, { batch_size: 1_000 });
  copying.on('change', async () => {
    const page = usable ? undefined : await local.allDocs({ limit: 50, include_docs: true });
    if (page?.rows.length === 50) usable ??= performance.now() - began;
  });
  const done = await copying;
  const ms = performance.now() - began;
  return { rows: done.docs_written, ms, usable: usable ?? ms, peak: process.resourceUsage().maxRSS >> 10 };
}

async function queue({ modules, dir, port, queued }) {
  const local = new (from(modules)('pouchdb'))(join(dir, 'queue'));
  for (const { id, ...lead } of offline(queued)) await local.put({ _id: id, ...lead });
  const began = performance.now();
  await local.replicate.to(leads(port), { batch_size: 1_000 });
  return { ms: performance.now() - began };
}

async function live({ modules, port, devices, seconds }) {
  const PouchDB = from(modules)('pouchdb');
  const feeds = [];
  const listen = (seen) => {
    const feed = new PouchDB(leads(port)).changes({ since: 'now', live: true, include_docs: true });
    feed.on('change', (change) => seen(change.id));
    feed.on('error', () => {});
    feeds.push(feed);
  };
  const remote = new PouchDB(leads(port));
  const told = await fanOut({ devices, seconds, listen, ready: () => sleep(5_000), write: ({ id, ...lead }) => remote.put({ _id: id, ...lead }) });
  for (const feed of feeds) feed.cancel();
  return told;
}

export const parts = { fill, first, queue, live };
