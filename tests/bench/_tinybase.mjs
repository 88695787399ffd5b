// TinyBase's side of `bench peers`: mergeable stores with its WebSocket synchronizer, and its server keeping
// the store in a file.
//
// What is not equal, all of it in its favour: a device holds its rows in memory alone and nothing of what it
// fetches or writes is on a disk, nothing is encrypted, nobody's rights are looked at, there is no index and
// no search, and the live channel is measured on a store that has no rows yet.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fanOut, leadsOf, offline, sleep } from './_peers.mjs';

export const NAME = 'TinyBase';
export const PACKAGES = ['tinybase@10.0.1', 'ws@8'];

/** Its own limit for an answer is a second, which a first copy of this size takes longer than. */
const PATIENCE_SECONDS = 120;
/** Rows handed to its server at once; where there are many more, what it asks of a device takes longer than its own second. */
const TOGETHER = 500;
const load = (modules, name) => import(pathToFileURL(createRequire(join(modules, 'x.js')).resolve(name)).href);

export async function serve({ modules, dir, port }) {
  const { createMergeableStore } = await load(modules, 'tinybase');
  const { createFilePersister } = await load(modules, 'tinybase/persisters/persister-file');
  const { createWsServer } = await load(modules, 'tinybase/synchronizers/synchronizer-ws-server');
  const { WebSocketServer } = (await load(modules, 'ws')).default;
  const listening = new WebSocketServer({ port, host: '127.0.0.1' });
  createWsServer(listening, (path) => createFilePersister(createMergeableStore(), join(dir, `${path}.json`)));
}

async function tools({ modules, port }) {
  const { createMergeableStore } = await load(modules, 'tinybase');
  const { createWsSynchronizer } = await load(modules, 'tinybase/synchronizers/synchronizer-ws-client');
  const { WebSocket } = (await load(modules, 'ws')).default;
  const connect = async (store, path) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/${path}`);
    socket.setMaxListeners(0);
    const synchronizer = await createWsSynchronizer(store, socket, PATIENCE_SECONDS);
    await synchronizer.startSync();
    return synchronizer;
  };
  return { createMergeableStore, connect };
}

async function until(isSo) {
  const most = performance.now() + PATIENCE_SECONDS * 1_000;
  while (!isSo()) {
    if (performance.now() > most) throw new Error('it did not arrive');
    await sleep(2);
  }
}
const count = (store) => store.getRowCount('leads');

async function fill({ file, ...place }) {
  const { createMergeableStore, connect } = await tools(place);
  const store = createMergeableStore();
  await connect(store, 'leads');
  const rows = [];
  for await (const row of leadsOf(file)) rows.push(row);
  // It is there when somebody else has it.
  const beside = createMergeableStore();
  await connect(beside, 'leads');
  for (let at = 0; at < rows.length; at += TOGETHER) {
    const some = rows.slice(at, at + TOGETHER);
    store.transaction(() => some.forEach(({ id, ...lead }) => store.setRow('leads', id, lead)));
    await until(() => count(beside) === at + some.length);
  }
  return { rows: rows.length };
}

async function first({ rows, ...place }) {
  const { createMergeableStore, connect } = await tools(place);
  const began = performance.now();
  const store = createMergeableStore();
  let usable;
  store.addTableListener('leads', () => {
    if (count(store) >= 50) usable ??= performance.now() - began;
  });
  await connect(store, 'leads');
  await until(() => count(store) === rows);
  return { rows, ms: performance.now() - began, usable, peak: process.resourceUsage().maxRSS >> 10 };
}

/** There is no answer to what is handed in: it is in when another device has it. */
async function queue({ rows, queued, ...place }) {
  const { createMergeableStore, connect } = await tools(place);
  const [store, beside] = [createMergeableStore(), createMergeableStore()];
  for (const one of [store, beside]) {
    const synchronizer = await connect(one, 'leads');
    await until(() => count(one) === rows);
    if (one === store) await synchronizer.destroy();
  }
  for (const { id, ...lead } of offline(queued)) store.setRow('leads', id, lead);
  const began = performance.now();
  await connect(store, 'leads');
  await until(() => count(beside) === rows + queued);
  return { ms: performance.now() - began };
}

async function live({ devices, seconds, ...place }) {
  const { createMergeableStore, connect } = await tools(place);
  const coming = [];
  const listen = (seen) => {
    const store = createMergeableStore();
    store.addRowListener('leads', null, (_, __, id) => seen(id));
    coming.push(connect(store, 'live'));
  };
  const writer = createMergeableStore();
  coming.push(connect(writer, 'live'));
  return fanOut({ devices, seconds, listen, ready: () => Promise.all(coming), write: ({ id, ...lead }) => writer.setRow('leads', id, lead) });
}

export const parts = { fill, first, queue, live };
