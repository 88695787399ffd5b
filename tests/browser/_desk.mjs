// A workspace with the demo firm, served on this machine, and a browser before it.
import { spawn, execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { AXE, WCAG, inWords } from '../_axe.mjs';
import { remove } from '../_folders.mjs';

const fromUi = createRequire(new URL('../../ui/package.json', import.meta.url));
const { chromium } = fromUi('playwright-core');

/** The program that the tests start. */
export const NETRA = process.env.NETRA ?? new URL('../../target/debug/netra', import.meta.url).pathname;

/** A Saturday at half past eleven in India, inside calling hours, whenever the test runs. */
const TODAY = '2026-11-21';
export const NOW = `${TODAY}T11:30:00+05:30`;

/** Makes the demo firm in a folder of its own. */
export function demoFirm() {
  const folder = mkdtempSync(join(tmpdir(), 'netra-browser-'));
  const workspace = join(folder, 'firm');
  execFileSync(NETRA, ['init', workspace, '--demo', '--unencrypted', '--today', TODAY], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return { workspace, remove: () => remove(folder) };
}

/** One question or command by the command line: the test's own view of the truth. */
export function netra(workspace, ...args) {
  return JSON.parse(
    execFileSync(NETRA, ['--workspace', workspace, '--json', '--now', NOW, ...args], { encoding: 'utf8' }),
  );
}

/** Serves a workspace for one person, the owner when nobody is named; gives the printed address, whose token works once. */
export async function serve(workspace, as) {
  const args = ['--workspace', workspace, '--now', NOW, 'serve', '--local', '--port', '0'];
  if (as) args.push('--as', as);
  // A UI built apart from the program.
  if (process.env.NETRA_UI) args.push('--ui', process.env.NETRA_UI);
  const child = spawn(NETRA, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const address = await new Promise((resolve, reject) => {
    const listen = (chunk) => {
      said += chunk;
      const found = /http:\/\/127\.0\.0\.1:\d+\/\?token=[0-9a-f]+/.exec(said);
      if (found) resolve(found[0]);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.on('exit', (code) => reject(new Error(`netra serve ended with ${code}: ${said}`)));
  });
  const stop = () =>
    new Promise((resolve) => {
      child.on('exit', (code) => resolve(code));
      child.kill('SIGINT');
    });
  return { address, stop };
}

/** How long anything is waited for, in milliseconds: how soon it comes is the benchmarks' to say. */
const PATIENCE = 90_000;

/** A browser; `more` are arguments of its command line. */
export async function browser(more = []) {
  const launched = await chromium.launch({
    executablePath: process.env.NETRA_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...more,
    ],
  });
  const newContext = launched.newContext.bind(launched);
  launched.newContext = async (options) => {
    const context = await newContext(options);
    context.setDefaultTimeout(PATIENCE);
    return context;
  };
  return launched;
}

/** Goes to an address and waits until the page stands: it has its heading, and nothing is loading. */
export async function stand(page, address) {
  await page.goto(address);
  await page.locator('main h1').first().waitFor();
  await page.waitForFunction(() => document.querySelector('main [role=status][aria-label] span') === null);
}

/**
 * Desks of a firm's people: one server and one window each, as one program is theirs. `kept` is
 * what the window remembers from before; `begin` runs in each page before its own scripts.
 */
export function desks(workspace, chromium, { viewport = { width: 1280, height: 800 }, kept = {}, begin } = {}) {
  const all = new Map();
  async function made(email) {
    const server = await serve(workspace, email);
    const context = await chromium.newContext({ viewport, locale: 'en-IN' });
    // The window's clock is the core's, so that a time that is not over is not over for both.
    await context.clock.setFixedTime(new Date(NOW));
    await context.addInitScript((kept) => {
      for (const [name, value] of Object.entries(kept)) localStorage.setItem(`netra.${name}`, value);
    }, { locale: 'en', theme: 'light', ...kept });
    if (begin) await context.addInitScript(begin);
    const page = await context.newPage();
    await stand(page, server.address);
    await page.close();
    return { server, context, base: new URL(server.address).origin };
  }
  return {
    /** A page of a person's own desk. */
    async open(email, path) {
      if (!all.has(email)) all.set(email, await made(email));
      const desk = all.get(email);
      const page = await desk.context.newPage();
      const said = complaints(page);
      await stand(page, desk.base + path);
      return { page, said, base: desk.base };
    },
    async close() {
      for (const { context, server } of all.values()) {
        await context.close();
        await server.stop();
      }
    },
  };
}

/**
 * A firm for each test of a file, so that none finds what another left: the demo is made once, with
 * what `furnish` adds to it, and copied; the browser is everybody's.
 */
export function firms({ owner = 'olivia@acme.example', furnish } = {}) {
  let model, chromium;
  before(async () => {
    model = demoFirm();
    await furnish?.(model);
    chromium = await browser();
  });
  after(async () => {
    await chromium?.close();
    await model?.remove();
  });
  /** The firm of one test: its people's desks, and the command line's view of the truth. */
  return (t, { begin, kept } = {}) => {
    const folder = mkdtempSync(join(tmpdir(), 'netra-browser-'));
    const workspace = join(folder, 'firm');
    cpSync(model.workspace, workspace, { recursive: true });
    const all = desks(workspace, chromium, { kept: { tour: 'done', ...kept }, begin });
    t.after(async () => {
      await all.close();
      await remove(folder);
    });
    return {
      workspace,
      open: (path, who = owner) => all.open(who, path),
      ask: (query, args = {}) => netra(workspace, 'ask', query, JSON.stringify(args)),
      run: (command, args) => netra(workspace, 'run', command, JSON.stringify(args)),
    };
  };
}

/** Looks again until it is so; what it is in the end is for the assertion that follows. */
export async function eventually(isSo, tries = PATIENCE / 100) {
  for (let left = tries; left > 0 && !(await isSo()); left--) await sleep(100);
}

/** Asks the core, or orders of it (`run`), by the page's own server and its clock, which goes on. */
export function core(page, op, name, args = {}) {
  return page.evaluate(async (request) => {
    const response = await fetch('/rpc', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(request) });
    const reply = await response.json();
    if (reply.error) throw new Error(`${request.name}: ${JSON.stringify(reply.error)}`);
    return reply.ok;
  }, { op, name, args, locale: 'en' });
}

/** Follows what a page asks from now on; the answer waits until all is answered and drawn. */
export function questions(page) {
  const underWay = new Set();
  page.on('request', (request) => request.url().endsWith('/rpc') && underWay.add(request));
  for (const end of ['requestfinished', 'requestfailed']) page.on(end, (request) => underWay.delete(request));
  /** What comes of an answer is drawn, or asked for, within some frames. */
  const isAtRest = async () => {
    for (let still = 0; still < 5; still++) {
      if (underWay.size > 0) return false;
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    }
    return underWay.size === 0;
  };
  return async () => {
    let isSo = false;
    await eventually(async () => (isSo = await isAtRest()));
    if (!isSo) throw new Error(`${page.url()} goes on asking`);
  };
}

/** Closes a call as one that nobody answered: by its key, once the outcomes are there. */
export async function noAnswer(page) {
  await page.getByRole('button', { name: /No answer/ }).waitFor();
  await page.evaluate(() => document.activeElement?.blur());
  await page.keyboard.press('4');
}

/** Collects everything a page complains about: errors, refused content, failed requests. */
export function complaints(page) {
  const list = [];
  page.on('pageerror', (error) => list.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) list.push(`${message.type()}: ${message.text()}`);
  });
  page.on('requestfailed', (request) => {
    // What a page was asking when it was left is cut off, as its events are; nothing else is.
    const isLeft = request.failure()?.errorText === 'net::ERR_ABORTED';
    if (!isLeft && !request.url().endsWith('/events')) list.push(`failed: ${request.url()}`);
  });
  return list;
}

/** Of axe's rules those that another theme can break: nothing else differs by it. */
const BY_COLOUR = ['color-contrast', 'link-in-text-block'];

/** What axe finds against WCAG 2.2 AA, in words; `colours` alone where the rest was asked before. */
export async function axe(page, { colours = false } = {}) {
  // What fades in is judged by the colours that it comes to; some things move for ever.
  await page.evaluate(() => {
    const ends = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
    return Promise.allSettled(ends.map((one) => one.finished));
  });
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE);
  const options = colours ? { ...WCAG, runOnly: { type: 'rule', values: BY_COLOUR } } : WCAG;
  return inWords(await page.evaluate((options) => globalThis.axe.run(document, options), options));
}

/** Keeps a picture when NETRA_SHOTS names a folder. */
export async function shot(page, name) {
  const folder = process.env.NETRA_SHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
