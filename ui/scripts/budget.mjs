// Fails when the code that every first screen loads is over its budget. What is loaded: the start
// script, the layout, and all that they import directly.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const BUDGET_KB = 100;
const client = new URL('../.svelte-kit/output/client/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', client), 'utf8'));

const eager = new Set();
function follow(key) {
  const chunk = manifest[key];
  if (!chunk || eager.has(chunk.file)) return;
  eager.add(chunk.file);
  for (const next of chunk.imports ?? []) follow(next);
}
const starts = Object.keys(manifest).filter(
  (key) => manifest[key].isEntry && /(entry\/(start|app)|client\/entry|nodes\/[01])\b/.test(manifest[key].file + key),
);
starts.forEach(follow);
if (eager.size < 3) throw new Error('the bundler names its entries differently; this script is out of date');

const gzipped = (file) => gzipSync(readFileSync(new URL(file, client)), { level: 9 }).length / 1024;
const total = [...eager].filter((file) => file.endsWith('.js')).reduce((sum, file) => sum + gzipped(file), 0);
process.stdout.write(`shell: ${total.toFixed(1)} KB gzipped in ${eager.size} files (budget ${BUDGET_KB} KB)\n`);
if (total > BUDGET_KB) process.exitCode = 1;
