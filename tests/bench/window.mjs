// How long the window takes from a key to what is seen of it, in Chromium, on a workspace with many
// leads. Not a test: it prints figures as JSON, and is run on a quiet machine with a release build.
//
//   NETRA=target/release/netra node tests/bench/window.mjs [--leads N] [--rounds N] [--dir DIR]
//
// A figure is the time from the key's own event to the frame in which its effect is on screen: it
// holds the handler, the question to the core over HTTP, the drawing and the wait for the frame.
// With --dir a workspace that an earlier run left there is used again.
import { spawn, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { makeFirm, option } from './_firm.mjs';

const fromUi = createRequire(new URL('../../ui/package.json', import.meta.url));
const { chromium } = fromUi('playwright-core');
const NETRA = process.env.NETRA ?? new URL('../../target/release/netra', import.meta.url).pathname;
const NOW = '2026-11-21T11:30:00+05:30';
process.env.NETRA_PASSPHRASE ??= 'a bench of the window';

const LEADS = Number(option('leads', 1_000_000));
const ROUNDS = Number(option('rounds', 60));
const kept = option('dir', undefined);
const folder = kept ?? mkdtempSync(join(tmpdir(), 'netra-window-bench-'));
const workspace = join(folder, `firm-${LEADS}`);
const say = (text) => process.stderr.write(`${text}\n`);
const netra = (...args) =>
  JSON.parse(execFileSync(NETRA, ['--workspace', workspace, '--json', '--now', NOW, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));

async function serve() {
  const args = ['--workspace', workspace, '--now', NOW, 'serve', '--local', '--port', '0'];
  if (process.env.NETRA_UI) args.push('--ui', process.env.NETRA_UI);
  const child = spawn(NETRA, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  const address = await new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      said += chunk;
      const found = /http:\/\/127\.0\.0\.1:\d+\/\?token=[0-9a-f]+/.exec(said);
      if (found) resolve(found[0]);
    });
    child.on('exit', (code) => reject(new Error(`netra serve ended with ${code}`)));
  });
  return { address, stop: () => child.kill('SIGINT') };
}

/** In the page: from the next key to the frame that shows what `seen` waits for. */
function watch() {
  globalThis.effect = (source, arg) =>
    new Promise((resolve, reject) => {
      const seen = new Function('before', 'arg', `return (${source})(before, arg)`);
      let from = 0;
      const before = globalThis.shown();
      addEventListener('keydown', (event) => (from = event.timeStamp), { capture: true });
      const end = performance.now() + 20_000;
      const frame = () => {
        if (from > 0 && seen(before, arg)) {
          // The frame in which it is drawn is over when its message comes.
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve(performance.now() - from);
          port2.postMessage(null);
        } else if (performance.now() > end) reject(new Error(`never seen: ${source}`));
        else requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
    });
  globalThis.shown = () => ({
    marked: document.querySelector('.row.marked')?.textContent ?? '',
    chosen: document.querySelectorAll('.row [type=checkbox]:checked').length,
    heading: document.querySelector('main h1')?.textContent ?? '',
    name: document.querySelector('section .name')?.textContent ?? '',
    total: document.querySelector('aside .total dd')?.textContent ?? '',
    path: location.pathname,
  });
}

const measures = [];
async function main() {
  await makeFirm({ netra: NETRA, workspace, leads: LEADS, now: NOW });
  const server = await serve();
  const browser = await chromium.launch({
    executablePath: process.env.NETRA_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.addInitScript(() => {
    localStorage.setItem('netra.locale', 'en');
    localStorage.setItem('netra.tour', 'done');
  });
  await page.addInitScript(watch);
  await page.goto(server.address);
  await page.locator('main h1').first().waitFor();
  const base = new URL(page.url()).origin;
  const rest = () => page.waitForTimeout(60);
  const free = () => page.evaluate(() => document.activeElement?.blur());

  /** Presses a key and gives the milliseconds until its effect is on screen. */
  async function press(keys, seen, arg) {
    const effect = page.evaluate(([source, arg]) => globalThis.effect(source, arg), [seen.toString(), arg]);
    await page.waitForTimeout(20);
    for (const key of [keys].flat()) await page.keyboard.press(key);
    return effect;
  }
  function keep(rule, name, limit_ms, times) {
    const sorted = [...times].sort((a, b) => a - b);
    const at = (share) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] * 10) / 10;
    const measure = { rule, name, n: sorted.length, median_ms: at(0.5), p95_ms: at(0.95), max_ms: at(1), limit_ms };
    measures.push(measure);
    say(`${name}: median ${measure.median_ms} ms, p95 ${measure.p95_ms} ms (limit ${limit_ms} ms)`);
  }
  async function repeat(rule, name, limit, once, rounds = ROUNDS) {
    const times = [];
    for (let i = 0; i < rounds; i++) {
      times.push(await once(i));
      await rest();
    }
    keep(rule, name, limit, times);
  }

  await page.goto(`${base}/leads`);
  await page.locator('.row').nth(10).waitFor();
  await page.locator('[role=grid]').focus();
  await page.keyboard.press('Home');
  await rest();
  const moved = (before) => document.querySelector('.row.marked') && document.querySelector('.row.marked').textContent !== before.marked;
  await repeat(1, 'a row down', 100, () => press('ArrowDown', moved));
  await repeat(1, 'a page down', 100, () => press('PageDown', moved));
  await repeat(1, 'to the last lead and back to the first', 100, (i) =>
    press(i % 2 ? 'Home' : 'End', (before) => {
      const marked = document.querySelector('.row.marked');
      return marked && marked.querySelector('strong') && marked.textContent !== before.marked;
    }),
  );
  await page.keyboard.press('Home');
  await rest();
  await repeat(1, 'choose a row', 100, () => press('x', (before) => document.querySelectorAll('.row [type=checkbox]:checked').length !== before.chosen));
  await page.keyboard.press('Escape');
  await rest();
  await repeat(1, 'look at a row beside the list, and away', 100, (i) =>
    press(i % 2 ? 'Escape' : 'Space', (_, open) => (document.querySelector('main aside') !== null) === open, i % 2 === 0),
  );

  // Each letter of names that are there, so that every letter shows other rows.
  const letters = [];
  await free();
  await page.keyboard.press('/');
  for (const word of ['asha rao', 'kiran bose', 'nandini', 'farhan khan', 'pune', 'surat', 'textiles'].slice(0, Math.max(2, Math.ceil(ROUNDS / 9)))) {
    for (let n = 1; n <= word.length; n++) {
      if (word[n - 1] === ' ') {
        await page.keyboard.press('Space');
        continue;
      }
      letters.push(
        await press(
          word[n - 1],
          (_, typed) => {
            const rows = [...document.querySelectorAll('.row')].map((row) => row.textContent.toLowerCase());
            return new URLSearchParams(location.search).get('text') === typed && rows.length > 0 && typed.split(' ').every((part) => rows.every((row) => row.includes(part)));
          },
          word.slice(0, n),
        ),
      );
      await rest();
    }
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Delete');
    await page.waitForFunction(() => new URLSearchParams(location.search).get('text') === null);
    await page.waitForTimeout(300);
  }
  keep(8, 'a letter of a search to the rows that fit', 100, letters);

  await page.goto(`${base}/leads`);
  await page.locator('.row').nth(10).waitFor();
  await free();
  const opened = () => document.activeElement?.getAttribute('role') === 'combobox';
  keep(2, 'the palette, for the first time', 100, [await press('Control+k', opened)]);
  await page.keyboard.press('Escape');
  await rest();
  await repeat(2, 'the palette', 100, async () => {
    const took = await press('Control+k', opened);
    await page.keyboard.press('Escape');
    return took;
  });

  const arrived = (_, path) =>
    location.pathname === path && document.querySelector('main h1') !== null && document.querySelector('main [role=status][aria-label] span') === null;
  const ways = [['g', 'q', '/calls'], ['g', 'c', '/companies'], ['g', 'u', '/quotes'], ['g', 'p', '/projects'], ['g', 'm', '/payments'], ['g', 'l', '/leads']];
  const firsts = [];
  for (const [g, to, path] of ways) {
    await free();
    firsts.push(await press([g, to], arrived, path));
    await page.waitForTimeout(200);
  }
  keep(3, 'to another place, for the first time', 150, firsts);
  await repeat(3, 'to another place', 150, async (i) => {
    const [g, to, path] = ways[i % ways.length];
    await free();
    return press([g, to], arrived, path);
  });
  await page.goto(`${base}/leads`);
  await page.locator('.row').nth(10).waitFor();
  await page.locator('[role=grid]').focus();
  await page.keyboard.press('Home');
  await repeat(3, 'open a lead', 150, async () => {
    const took = await press('Enter', (before) => location.pathname !== before.path && document.querySelector('main h1')?.textContent !== before.heading);
    await page.goBack();
    await page.locator('.row.marked').waitFor();
    await page.locator('[role=grid]').focus();
    await page.keyboard.press('ArrowDown');
    await rest();
    return took;
  });
  await page.goto(`${base}/calls`);
  await page.locator('section .name').waitFor();
  await free();
  await repeat(1, 'the next lead of the queue', 100, () => press('j', (before) => document.querySelector('section .name') && document.querySelector('section .name').textContent !== before.name));

  // A quote of forty lines: from Enter in a price to the total on screen, and of that the core's own
  // part, which takes the change and computes every total anew.
  const { outcome } = netra('run', 'company.create', JSON.stringify({ name: `Bench Client ${Date.now()}`, state_code: '29' }));
  const { quote } = netra('run', 'quote.create', JSON.stringify({ title: 'Bench', company: outcome.company, sections: [{ title: 'Bench' }] })).outcome;
  const [section] = netra('ask', 'quote.get', JSON.stringify({ quote })).sections;
  for (let i = 0; i < 40; i++) {
    const line = { description: `Line ${i}`, quantity: '3', unit: 'day', unit_price_minor: 100_000 + i };
    netra('run', 'quote.add_line', JSON.stringify({ section: section.id, line }));
  }
  await page.goto(`${base}/quotes/${quote}`);
  await page.locator('.row.line').nth(39).waitFor();
  const price = page.locator('.row.line .unit_price').first();
  await repeat(37, 'a price to the total on screen', 100, async (i) => {
    await price.click();
    await page.keyboard.type(String(2000 + i));
    return press('Enter', (before) => document.querySelector('aside .total dd')?.textContent !== before.total);
  });
  const first = netra('ask', 'quote.get', JSON.stringify({ quote })).sections[0].lines[0].id;
  const asked = async (body) => {
    const began = performance.now();
    const response = await fetch('/rpc', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ ...body, locale: 'en' }) });
    const answer = await response.json();
    if ('error' in answer) throw new Error(JSON.stringify(answer.error));
    return performance.now() - began;
  };
  await repeat(37, 'a change of a line and its totals, by the core', 16, (i) =>
    page.evaluate(
      async ([source, quote, line, price]) => {
        const asked = new Function(`return ${source}`)();
        const change = await asked({ op: 'run', name: 'quote.update_line', args: { line, change: { unit_price_minor: price } } });
        return change + (await asked({ op: 'ask', name: 'quote.get', args: { quote } }));
      },
      [asked.toString(), quote, first, 300_000 + i],
    ),
  );

  await browser.close();
  server.stop();
}

let failed;
try {
  await main();
} catch (problem) {
  failed = String(problem);
}
const [cpu] = cpus();
console.log(
  JSON.stringify(
    { machine: { cpu: cpu?.model, cores: cpus().length, memory_gb: Math.round(totalmem() / 2 ** 30) }, leads: LEADS, rounds: ROUNDS, measures, ...(failed ? { failed } : {}) },
    null,
    2,
  ),
);
if (!kept) rmSync(folder, { recursive: true, force: true });
process.exit(failed ? 1 : 0);
