// Every place and the gallery as pictures, beside the ones that were kept: light and dark, both
// languages, at one and two pixels to the dot. After a change that is meant:
//
//   NETRA_PICTURES=take node tests/browser/pictures.mjs
//
// writes anew those that differ; look at them before they are committed.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { browser, demoFirm, NOW, serve } from './_desk.mjs';
import { decode, differs, encode, shrink } from './_pictures.mjs';
import { giveQueue, importSome, placesOf } from './_places.mjs';

const folder = new URL('./pictures/', import.meta.url).pathname;
const isTaking = process.env.NETRA_PICTURES === 'take';
/** The browser that took what is kept; another one may draw its letters a little otherwise. */
const takenBy = join(folder, 'browser.txt');
/** Only places whose names have these words. */
const only = process.env.NETRA_PICTURES_ONLY;

let firm, server, chromium, cookies, isSame, imported;
before(async () => {
  firm = demoFirm();
  giveQueue(firm);
  // At once: every place shows the firm after it, whichever places are looked at and in what order.
  imported = importSome(firm);
  server = await serve(firm.workspace);
  chromium = await browser(['--font-render-hinting=none', '--disable-lcd-text', '--force-color-profile=srgb', '--hide-scrollbars']);
  const version = chromium.version();
  mkdirSync(folder, { recursive: true });
  isSame = existsSync(takenBy) && readFileSync(takenBy, 'utf8').trim() === version;
  if (isTaking) writeFileSync(takenBy, `${version}\n`);
  const context = await chromium.newContext();
  const page = await context.newPage();
  await page.goto(server.address);
  await page.locator('main h1').first().waitFor();
  ({ cookies } = await context.storageState());
  await context.close();
});
after(async () => {
  await chromium?.close();
  await server?.stop();
  await firm?.remove();
});

const ROOMS = ['marks', 'fields', 'lists', 'charts', 'writing', 'states'];
const press = (key, then) => async (page) => {
  await page.keyboard.press(key);
  await page.locator(then).first().waitFor();
};
const PLACES = [
  ...placesOf(() => firm).filter(([name]) => name !== 'import-result'),
  ['import-result', () => `/leads/import/${imported}`],
  ...ROOMS.map((room) => [`gallery-${room}`, () => `/gallery?room=${room}`]),
  ['palette', () => '/leads', press('Control+k', '[role=combobox]')],
  ['shortcuts', () => '/leads', press('Shift+?', 'dialog[open] li')],
  ['dialog', () => '/leads', press('c', 'dialog[open] input')],
].filter(([name]) => !only || name.includes(only));

/** A window in one language, whose clock stands still and in which nothing moves. */
async function desk(locale, from = chromium) {
  const context = await from.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-IN', reducedMotion: 'reduce' });
  await context.addCookies(cookies);
  await context.clock.setFixedTime(new Date(NOW));
  await context.addInitScript((locale) => {
    localStorage.setItem('netra.locale', locale);
    localStorage.setItem('netra.theme', 'system');
    localStorage.setItem('netra.tour', 'done');
  }, locale);
  const page = await context.newPage();
  const asked = new Set();
  page.on('request', (request) => !request.url().endsWith('/events') && asked.add(request));
  for (const event of ['requestfinished', 'requestfailed']) page.on(event, (request) => asked.delete(request));
  const client = await context.newCDPSession(page);
  return { context, page, client, asked };
}

async function go({ page, asked }, path, act) {
  asked.clear();
  await page.goto(new URL(server.address).origin + path);
  await page.locator('main h1').first().waitFor();
  if (!path.startsWith('/gallery')) await page.waitForFunction(() => document.querySelector('main [role=status][aria-label] span') === null);
  if (path.endsWith('room=writing')) await page.locator('.sheet canvas').first().waitFor();
  if (path.endsWith('/preview')) await page.waitForFunction(() => [...document.querySelectorAll('.pages img')].some((one) => one.complete && one.naturalWidth > 0));
  await act?.(page);
  // Where a field has the focus its caret comes and goes.
  await style(page, '* { caret-color: transparent !important }');
  await settle({ page, asked });
}

/** Until nothing is on its way any more. */
async function settle({ page, asked }) {
  for (let calm = 0; calm < 3; calm = asked.size === 0 ? calm + 1 : 0) await page.waitForTimeout(40);
  // Where the firm lies and which program this is differ from run to run.
  await page.evaluate(async (workspace) => {
    await document.fonts.ready;
    const isAbout = location.pathname === '/about';
    // Since when: the server's clock goes on from the fixed time.
    const isNews = location.pathname === '/changes';
    const walk = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const text = node.data.replaceAll(workspace, '/data/asha/firm');
      const plain = isAbout ? text.replace(/\bdev\b/, '0.0.0').replaceAll(/\d+/g, '0') : isNews ? text.replace(/\b11:[345]\d\b/, '11:30') : text;
      if (plain !== node.data) node.data = plain;
    }
    for (const field of document.querySelectorAll('main input')) {
      if (field.value.startsWith(workspace)) field.value = field.value.replace(workspace, '/data/asha/firm');
    }
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  }, firm.workspace);
}

/** What is on screen, at half the size of its dots. */
async function look({ page, client }, theme, density) {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
  await client.send('Emulation.setDeviceMetricsOverride', { width: 1280, height: 800, deviceScaleFactor: density, mobile: false });
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const { data } = await client.send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: true });
  return shrink(decode(Buffer.from(data, 'base64')), 2 * density);
}

/**
 * How a place is looked at in a language. The gallery in every way; a page at two pixels to the dot
 * in light English and dark Hindi alone, for density changes how parts are drawn and not what is there.
 */
const looksOf = (name, locale) =>
  [1, 2].flatMap((density) =>
    ['light', 'dark'].filter((theme) => density === 1 || name.startsWith('gallery') || (theme === 'light') === (locale === 'en')).map((theme) => [theme, density]),
  );

/** Takes or compares the pictures of one language; gives what differs. */
async function pictures(locale, report) {
  const window = await desk(locale);
  const faults = [];
  for (const [name, path, act] of PLACES) {
    await go(window, path(), act);
    for (const [theme, density] of looksOf(name, locale)) {
      const file = `${name}-${theme}-${locale}@${density}.png`;
      const kept = existsSync(folder + file) ? decode(readFileSync(folder + file)) : undefined;
      let shown = await look(window, theme, density);
      let found = kept ? differs(kept, shown, isSame) : { words: 'no picture is kept' };
      // Something may still have been on its way.
      for (let again = 0; kept && found && again < 3; again++) {
        await window.page.waitForTimeout(400);
        await settle(window);
        shown = await look(window, theme, density);
        found = differs(kept, shown, isSame);
      }
      // What is kept has been seen twice.
      for (let before; found && isTaking && (!before || differs(before, shown, true)); ) {
        before = shown;
        await window.page.waitForTimeout(300);
        shown = await look(window, theme, density);
      }
      if (found && isTaking) writeFileSync(folder + file, encode(shown));
      else if (found) faults.push(report(file, found, shown));
    }
  }
  await window.context.close();
  return faults;
}

test('the window looks as it did', { concurrency: 2 }, async (t) => {
  const out = process.env.NETRA_PICTURES_OUT ?? (isTaking ? '' : mkdtempSync(join(tmpdir(), 'netra-pictures-')));
  const report = (file, { words, diff }, shown) => {
    const name = join(out, file.replace(/\.png$/, ''));
    if (existsSync(folder + file)) writeFileSync(`${name}.kept.png`, readFileSync(folder + file));
    writeFileSync(`${name}.shown.png`, encode(shown));
    if (diff) writeFileSync(`${name}.diff.png`, diff);
    return `${file}: ${words}`;
  };
  if (out) mkdirSync(out, { recursive: true });
  await Promise.all(
    ['en', 'hi'].map((locale) =>
      t.test(locale, async () => {
        const faults = await pictures(locale, report);
        assert.deepEqual(faults, [], `look at them in ${out}; if they are meant: NETRA_PICTURES=take node tests/browser/pictures.mjs`);
      }),
    ),
  );
  const known = new Set(PLACES.flatMap(([name]) => ['en', 'hi'].flatMap((locale) => looksOf(name, locale).map(([theme, density]) => `${name}-${theme}-${locale}@${density}.png`))));
  const orphans = only ? [] : readdirSync(folder).filter((file) => file.endsWith('.png') && !known.has(file));
  if (isTaking) for (const file of orphans) rmSync(folder + file);
  else assert.deepEqual(orphans, [], 'pictures of places that are no more');
  if (out && readdirSync(out).length === 0) rmSync(out, { recursive: true });
});

const style = (page, css) => page.addStyleTag({ content: css });
/** What must be seen, by the browser that took the pictures (`strict`) or by any. */
const FAULTS = [
  ['the colour of the marked place', (page) => style(page, ':root { --accent-soft: var(--raised) }')],
  ['another warning', (page) => style(page, ':root { --warning-soft: var(--danger-soft) }')],
  ['another grey of the quiet words', (page) => style(page, ':root { --text-2: var(--text-3) }'), 'strict'],
  ['the colour of the lines', (page) => style(page, ':root { --divider: var(--control) }'), 'strict'],
  ['a row of buttons four pixels lower', (page) => style(page, 'main header .actions { transform: translateY(4px) }')],
  ['a column four pixels to the right', (page) => style(page, '.row > :nth-child(4) { transform: translateX(4px) }')],
  ['a button that is gone', (page) => style(page, 'main header .actions > :last-child { visibility: hidden }')],
  ['a word that is gone', (page) => page.locator('[role=columnheader]').nth(1).evaluate((cell) => (cell.style.visibility = 'hidden'))],
  ['a text that is cut', (page) => style(page, '.row strong { max-width: 60px; display: inline-block; overflow: hidden; vertical-align: bottom }')],
];

test('a planted fault is seen', async () => {
  const window = await desk('en');
  for (const [what, plant, strict] of FAULTS) {
    await go(window, '/quotes');
    const before = decode(encode(await look(window, 'light', 1)));
    assert.equal(differs(before, await look(window, 'light', 1), true), undefined, 'the same is the same');
    await plant(window.page);
    const after = await look(window, 'light', 1);
    assert.ok(differs(before, after, true), what);
    if (!strict) assert.ok(differs(before, after, false), `${what}, by another browser`);
  }
  await window.context.close();
});

test('letters that are drawn a little otherwise are forgiven', async () => {
  const window = await desk('hi');
  for (const path of ['/quotes', '/settings/sales']) {
    await go(window, path);
    const before = await look(window, 'light', 1);
    // As another version draws them: other edges, a fraction of a pixel aside.
    await style(window.page, 'nav, main { translate: 0.4px 0.2px; -webkit-text-stroke: 0.1px }');
    const after = await look(window, 'light', 1);
    assert.ok(differs(before, after, true), 'they are drawn otherwise');
    assert.equal(differs(before, after, false)?.words, undefined);
  }
  await window.context.close();
});
