// Every page before the real core: in both themes and both languages nothing complains, axe finds
// nothing, and no page is wider than a narrow screen.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, browser, complaints, demoFirm, netra, noAnswer, serve, shot, stand } from './_desk.mjs';
import { giveQueue, placesOf } from './_places.mjs';

let firm, server, chromium, context;

before(async () => {
  firm = demoFirm();
  giveQueue(firm);
  server = await serve(firm.workspace);
  chromium = await browser();
  context = await chromium.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-IN' });
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
async function open(path, { theme = 'light', locale = 'en', width = 1280, height = 800 } = {}) {
  const page = await context.newPage();
  await page.setViewportSize({ width, height });
  await page.addInitScript(
    ([theme, locale]) => {
      localStorage.setItem('netra.theme', theme);
      localStorage.setItem('netra.locale', locale);
    },
    [theme, locale],
  );
  const said = complaints(page);
  await stand(page, base() + path);
  return { page, said };
}

const PLACES = placesOf(() => firm);

for (const [name, path] of PLACES) {
  for (const [theme, locale] of [
    ['light', 'en'],
    ['dark', 'hi'],
    ['dark', 'en'],
    ['light', 'hi'],
  ]) {
    test(`${name}, ${theme}, ${locale}`, async () => {
      const { page, said } = await open(path(), { theme, locale });
      assert.equal(await page.evaluate(() => document.documentElement.lang), locale);
      assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), theme);
      await shot(page, `${name}-${theme}-${locale}`);
      assert.deepEqual(await axe(page), []);
      assert.deepEqual(said, []);
      await page.close();
    });
  }
  test(`${name} fits a narrow screen`, async () => {
    const { page, said } = await open(path(), { width: 320, height: 640 });
    await shot(page, `${name}-narrow`);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(over <= 0, `${over} px too wide`);
    assert.deepEqual(said, []);
    await page.close();
  });
}

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
