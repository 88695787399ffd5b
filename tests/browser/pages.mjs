// Every page before the real core: in both themes and both languages nothing complains, axe finds
// nothing, and at every width nothing is cut, covered or outside.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { axe, browser, complaints, demoFirm, netra, noAnswer, questions, serve, shot, stand } from './_desk.mjs';
import { misfits, SIZES } from './_fits.mjs';
import { giveQueue, placesOf } from './_places.mjs';

const DESK = { width: 1280, height: 800 };
let firm, server, chromium, context;

before(async () => {
  firm = demoFirm();
  giveQueue(firm);
  server = await serve(firm.workspace);
  chromium = await browser();
  context = await chromium.newContext({ viewport: DESK, locale: 'en-IN' });
  const page = await context.newPage();
  await page.goto(server.address);
  assert.equal(new URL(page.url()).search, '', 'the token leaves the address');
  await page.close();
});
after(async () => {
  await chromium?.close();
  const code = await server?.stop();
  await firm?.remove();
  assert.equal(code, 0, 'Ctrl+C stops the server cleanly');
});

const base = () => new URL(server.address).origin;

/** Opens a place in a theme and a language, when its data is there. */
async function open(path, { theme = 'light', locale = 'en', from = context } = {}) {
  const page = await from.newPage();
  await page.addInitScript(
    ([theme, locale]) => {
      localStorage.setItem('netra.theme', theme);
      localStorage.setItem('netra.locale', locale);
    },
    [theme, locale],
  );
  const said = complaints(page);
  const rest = questions(page);
  await stand(page, base() + path);
  return { page, said, rest };
}

/** The page says it in the other language from now on: by the button that a person presses. */
async function inTheOtherLanguage(page, rest) {
  const locale = await page.evaluate(() => document.documentElement.lang);
  await page.locator('nav .language').click();
  await page.waitForFunction((before) => document.documentElement.lang !== before, locale);
  await rest();
}

const messages = (locale) => JSON.parse(readFileSync(new URL(`../../ui/messages/${locale}.json`, import.meta.url), 'utf8'));
const hindi = messages('hi');
/** What the program says in English and otherwise in Hindi. */
const ENGLISH = Object.entries(messages('en')).filter(([key, said]) => typeof said === 'string' && said.includes(' ') && !said.includes('{') && said !== hindi[key]).map(([, said]) => said);
/** English words of the program on a page that is in Hindi. */
const untranslated = (page) =>
  page.evaluate((english) => {
    const known = new Set(english);
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    for (let node = walk.nextNode(); node; node = walk.nextNode()) if (known.has(node.data.trim()) && node.parentElement.checkVisibility()) found.push(`not in Hindi: “${node.data.trim()}”`);
    return found;
  }, ENGLISH);

/** Other letters, another width: what follows of it is drawn. */
const drawn = (page) => page.evaluate(() => document.fonts.ready.then(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))));

// Each place is loaded once, in English and in the light; the dark, Hindi and other widths come to the
// page as it stands, as they come to a person who chooses them. Two at a time.
describe('every place', { concurrency: 2 }, () => {
  const lanes = [];
  for (const [name, path] of placesOf(() => firm)) {
    test(name, async (t) => {
      // A window of its own, as what one remembers is another's too.
      const from = lanes.pop() ?? (await chromium.newContext({ viewport: DESK, locale: 'en-IN', storageState: await context.storageState() }));
      const { page, said, rest } = await open(path(), { theme: 'system', from });
      t.after(async () => {
        await page.close();
        lanes.push(from);
      });
      const faults = [];
      for (const [locale, themes] of [['en', ['light', 'dark']], ['hi', ['dark', 'light']]]) {
        if (locale !== 'en') await inTheOtherLanguage(page, rest);
        for (const [at, theme] of themes.entries()) {
          await page.emulateMedia({ colorScheme: theme });
          await page.waitForFunction((wanted) => document.documentElement.dataset.theme === wanted, theme);
          assert.equal(await page.evaluate(() => document.documentElement.lang), locale);
          await shot(page, `${name}-${theme}-${locale}`);
          // What is no matter of colour is the same in both themes.
          for (const fault of await axe(page, { colours: at > 0 })) faults.push(`${theme}, ${locale}: ${fault}`);
        }
        // Documents are called as they are in their own language, which may be another one.
        if (locale === 'hi' && !/^packs|documents$/.test(name)) faults.push(...(await untranslated(page)));
        for (const size of SIZES) {
          await page.setViewportSize(size);
          await drawn(page);
          await shot(page, `${name}-${size.width}-${locale}`);
          for (const fault of await misfits(page)) faults.push(`${size.width} px, ${locale}: ${fault}`);
        }
        await page.setViewportSize(DESK);
      }
      assert.deepEqual(faults, []);
      assert.deepEqual(said, []);
    });
  }
});

test('another program’s change appears by itself', async () => {
  const [lead] = netra(firm.workspace, 'ask', 'lead.list').rows;
  const { page } = await open(`/leads/${lead.id}`);
  netra(firm.workspace, 'run', 'lead.add_note', JSON.stringify({ lead: lead.id, body: 'from the command line' }));
  await page.getByText('from the command line').waitFor();
  await page.close();
});

test('the palette and the shortcuts are reached by keys and give the focus back', async () => {
  const { page, said } = await open('/leads');
  await page.locator('.grid').focus();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').waitFor();
  assert.deepEqual(await axe(page), []);
  await shot(page, 'palette');
  await page.keyboard.press('Escape');
  await page.getByRole('combobox').waitFor({ state: 'hidden' });
  assert.ok(await page.locator('.grid').evaluate((grid) => grid === document.activeElement));
  await page.keyboard.press('Shift+?');
  await page.getByRole('dialog').waitFor();
  assert.deepEqual(await axe(page), []);
  await shot(page, 'shortcuts');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  assert.deepEqual(said, []);
  await page.close();
});

test('a call on the simulated line, by keys alone: dial, outcome, undo', async () => {
  const { page, said } = await open('/calls');
  const hud = page.locator('section', { has: page.getByRole('timer') });
  const name = await page.locator('section .name').textContent();
  await page.keyboard.press('c');
  await hud.waitFor();
  assert.ok((await hud.textContent()).includes(name));
  await page.getByRole('textbox').waitFor();
  assert.deepEqual(await axe(page), []);
  await shot(page, 'queue-call');
  const calls = () => netra(firm.workspace, 'ask', 'call.list', JSON.stringify({ limit: 1 })).rows[0];
  await noAnswer(page);
  await hud.waitFor({ state: 'hidden' });
  assert.equal(calls().outcome, 'not_connected_no_answer');
  assert.notEqual(await page.locator('section .name').textContent(), name, 'the next lead is there');
  await page.keyboard.press('Control+z');
  await hud.waitFor();
  assert.equal(calls().outcome, null);
  assert.deepEqual(said, []);
  await page.close();
});

test('a stranger without the address gets in nowhere', async () => {
  const stranger = await chromium.newContext();
  const page = await stranger.newPage();
  await page.goto(`${base()}/leads`);
  await page.getByRole('alert').waitFor();
  assert.equal(await page.locator('.row').count(), 0);
  await page.goto(server.address);
  await page.getByRole('alert').waitFor();
  await stranger.close();
});
