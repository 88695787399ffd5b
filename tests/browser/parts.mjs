// The parts and the shell before the real core: each part in its states, by keys; lists of a
// million rows at three pixel densities; views, the inbox, the walk, words that survive a crash.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, browser, complaints, demoFirm, serve, shot, stand } from './_desk.mjs';

let firm, server, chromium, context;

before(async () => {
  firm = demoFirm();
  server = await serve(firm.workspace);
  chromium = await browser();
  context = await chromium.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-IN', reducedMotion: 'reduce' });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: base() });
  const page = await context.newPage();
  await stand(page, server.address);
  await page.close();
});
after(async () => {
  await chromium?.close();
  await server?.stop();
  await firm?.remove();
});

const base = () => new URL(server.address).origin;
const state = () => context.storageState();

/** Opens a place; `kept` is what the window remembers from before. */
async function open(path, { theme = 'light', locale = 'en', kept = {}, from = context } = {}) {
  const page = await from.newPage();
  const all = { theme, locale, tour: 'done', ...kept };
  await page.addInitScript((all) => {
    for (const [key, value] of Object.entries(all)) if (localStorage.getItem(`netra.${key}`) === null) localStorage.setItem(`netra.${key}`, value);
  }, all);
  const said = complaints(page);
  await page.goto(base() + path);
  await page.locator('main h1').first().waitFor();
  return { page, said };
}
/** A window of its own, that remembers nothing of the others. */
async function apart(options = {}) {
  return chromium.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-IN', storageState: { ...(await state()), origins: [] }, ...options });
}

const ROOMS = ['marks', 'fields', 'lists', 'charts', 'writing', 'states'];
for (const [theme, locale] of [
  ['light', 'en'],
  ['dark', 'hi'],
  ['dark', 'en'],
  ['light', 'hi'],
]) {
  test(`the gallery, ${theme}, ${locale}`, async () => {
    const from = await apart();
    for (const room of ROOMS) {
      const { page, said } = await open(`/gallery?room=${room}`, { theme, locale, from });
      if (room === 'writing') await page.locator('.sheet canvas').waitFor();
      assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), theme);
      assert.deepEqual(await axe(page), [], room);
      const latin = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(latin <= 0, `${room} is ${latin} px too wide`);
      await shot(page, `gallery-${room}-${theme}-${locale}`);
      assert.deepEqual(said, [], room);
      await page.close();
    }
    await from.close();
  });
}

test('the gallery fits 320 px', async () => {
  const from = await apart({ viewport: { width: 320, height: 640 } });
  for (const room of ROOMS) {
    const { page } = await open(`/gallery?room=${room}`, { from });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(over <= 0, `${room} is ${over} px too wide`);
    await shot(page, `gallery-${room}-narrow`);
    await page.close();
  }
  await from.close();
});

for (const scale of [1, 1.25, 2]) {
  test(`a million rows at ${scale} pixels to the dot: every row can be reached`, async () => {
    const from = await apart({ deviceScaleFactor: scale });
    const { page } = await open('/gallery?room=lists&rows=1000000', { from });
    const grid = page.getByRole('grid');
    assert.equal(await grid.getAttribute('aria-rowcount'), '1000001');
    await grid.focus();
    await page.keyboard.press('End');
    await page.locator('[aria-rowindex="1000001"]').waitFor();
    const box = await page.locator('[aria-rowindex="1000001"]').boundingBox();
    const frame = await page.locator('.scroller').boundingBox();
    assert.ok(box.y + box.height <= frame.y + frame.height + 1, 'the last row is on screen');
    assert.ok((await page.locator('.row').count()) < 60, 'only what is on screen is drawn');
    // To the middle by the bar, and one row on by a key.
    await page.locator('.scroller').evaluate((scroller) => (scroller.scrollTop = scroller.scrollHeight / 2));
    await page.waitForFunction(() => Math.abs(Number(document.querySelector('.rows .row')?.getAttribute('aria-rowindex')) - 500_000) < 100);
    await page.keyboard.press('Home');
    await page.locator('[aria-rowindex="2"]').waitFor();
    await from.close();
  });
}

test('a list by keys: select, edit in place, copy, columns', async () => {
  const from = await apart();
  await from.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: base() });
  const { page, said } = await open('/gallery?room=lists', { from });
  const grid = page.getByRole('grid');
  await grid.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('.bulk').count(), 0, 'Escape lets the selection go');
  await page.keyboard.press('x');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await page.getByText('3 selected').waitFor();
  await page.keyboard.press('Control+c');
  await page.getByText('3 rows copied').waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  const lines = copied.split('\n').map((line) => line.split('\t'));
  assert.equal(lines.length, 4);
  assert.deepEqual(lines[0], ['Name', 'City', 'Stage', 'Amount']);
  await page.keyboard.press('Escape');
  // The keys alone: what is typed goes into the cell, and is no shortcut.
  await page.keyboard.press('e');
  await page.keyboard.type('Someone Else');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Goa');
  await page.keyboard.press('Enter');
  await page.getByText('Someone Else').waitFor();
  assert.ok(await grid.evaluate((element) => element === document.activeElement), 'the list has the focus again');
  await page.keyboard.press('e');
  await page.locator('.editor').fill('Nobody');
  await page.keyboard.press('Escape');
  assert.equal(await page.getByText('Nobody').count(), 0, 'Escape changes nothing');
  // A column is hidden and moved by keys, and stays so.
  await page.getByRole('button', { name: 'Columns' }).press('Enter');
  await page.getByRole('checkbox', { name: 'Stage' }).press('Space');
  await page.getByRole('button', { name: 'Amount: Move left' }).press('Enter');
  await page.keyboard.press('Escape');
  const heads = () => page.getByRole('columnheader').allTextContents();
  assert.deepEqual((await heads()).map((text) => text.trim()).filter(Boolean), ['Name', 'City', 'Amount']);
  await page.reload();
  await grid.waitFor();
  assert.deepEqual((await heads()).map((text) => text.trim()).filter(Boolean), ['Name', 'City', 'Amount']);
  assert.deepEqual(said, []);
  await from.close();
});

test('a board by keys and by the mouse', async () => {
  const { page, said } = await open('/gallery?room=lists');
  const lane = (name) => page.locator('section', { has: page.getByRole('heading', { name }) }).last();
  const card = page.locator('.card', { hasText: 'Ananya Deshpande' });
  await card.focus();
  await page.keyboard.press('m');
  await page.getByRole('menuitem', { name: 'Talking' }).waitFor();
  assert.deepEqual(await axe(page), []);
  await page.keyboard.press('2');
  await lane('Won').getByText('Ananya Deshpande').waitFor();
  // The card itself: the whole page holds her name too, while nothing has the focus.
  await page.waitForFunction(() => document.activeElement?.matches('.card') && document.activeElement.textContent.includes('Ananya'));
  await page.keyboard.press('Shift+ArrowLeft');
  await lane('Talking').getByText('Ananya Deshpande').waitFor();
  // A closed lane takes nothing, by keys or by the mouse.
  const rohit = page.locator('.card', { hasText: 'Rohit Deshpande' });
  const to = async (name) => {
    const [a, b] = [await rohit.boundingBox(), await lane(name).boundingBox()];
    await page.mouse.move(a.x + 30, a.y + 10);
    await page.mouse.down();
    await page.mouse.move(b.x + b.width / 2, b.y + b.height / 2, { steps: 6 });
    await page.mouse.up();
  };
  await to('Lost');
  assert.equal(await lane('Lost').locator('.card').count(), 0);
  await to('Won');
  await lane('Won').getByText('Rohit Deshpande').waitFor();
  assert.deepEqual(said, []);
  await page.close();
});

test('fields understand what is typed', async () => {
  const { page, said } = await open('/gallery?room=fields');
  const due = page.getByLabel('Due on');
  await due.fill('+7');
  await page.getByText('28 Nov 2026').waitFor();
  await due.press('Tab');
  assert.equal(await due.inputValue(), '28 Nov 2026');
  await due.press('Alt+ArrowDown');
  await page.getByRole('dialog').waitFor();
  assert.deepEqual(await axe(page), []);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  assert.equal(await due.inputValue(), '5 Dec 2026');
  const amount = page.getByLabel('Amount');
  await amount.fill('1.5l');
  await amount.press('Tab');
  assert.equal(await amount.inputValue(), '1,50,000.00');
  const phone = page.getByLabel('Phone', { exact: true });
  await phone.fill('+44 20 7946 0000');
  await phone.press('Tab');
  assert.equal(await page.getByLabel('Country code').inputValue(), '+44');
  const owner = page.getByLabel('Owner');
  await owner.fill('meera');
  await page.getByRole('listbox').getByRole('option').first().waitFor();
  assert.deepEqual(await axe(page), []);
  await page.keyboard.press('Enter');
  assert.match(await owner.inputValue(), /Meera/);
  assert.deepEqual(said, []);
  await page.close();
});

test('charts are tables too', async () => {
  const { page } = await open('/gallery?room=charts');
  const charts = await page.locator('figure').count();
  for (let i = 0; i < charts; i++) {
    const figure = page.locator('figure').nth(i);
    await figure.getByRole('button', { name: 'Table' }).click();
    assert.ok((await figure.locator('tbody tr').count()) >= 3);
  }
  assert.deepEqual(await axe(page), []);
  await page.close();
});

test('peek keeps the list as it is', async () => {
  const { page } = await open('/gallery?room=lists');
  const grid = page.getByRole('grid');
  await grid.focus();
  await page.keyboard.press('Home');
  for (let i = 0; i < 20; i++) await page.keyboard.press('ArrowDown');
  const top = await page.locator('.scroller').evaluate((scroller) => scroller.scrollTop);
  await page.keyboard.press('Space');
  await page.locator('aside').waitFor();
  assert.equal(await page.locator('.scroller').evaluate((scroller) => scroller.scrollTop), top);
  assert.ok(await grid.evaluate((element) => element === document.activeElement));
  const before = await page.locator('aside h2').textContent();
  await page.keyboard.press('ArrowDown');
  await page.waitForFunction((before) => document.querySelector('aside h2')?.textContent !== before, before);
  await page.keyboard.press('Escape');
  await page.locator('aside').waitFor({ state: 'detached' });
  await page.close();
});

test('a view is an address that can be saved, opened, and taken away again', async () => {
  const from = await apart();
  const { page, said } = await open('/projects?view=board', { from });
  await page.getByRole('button', { name: 'Save view' }).waitFor();
  await page.keyboard.press('Control+Shift+S');
  const field = page.getByLabel('Name of the view');
  await field.fill('My board');
  await page.keyboard.press('Control+Enter');
  const link = page.getByRole('link', { name: 'My board' });
  await link.waitFor();
  await page.goto(`${base()}/projects`);
  await link.click();
  await page.waitForURL('**/projects?view=board');
  assert.equal(await link.getAttribute('aria-current'), 'true');
  await page.getByRole('button', { name: 'Remove the view My board' }).click();
  await link.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: /^Undo/ }).click();
  await link.waitFor();
  assert.deepEqual(await axe(page), []);
  // Leaving a page drops the questions that are under way.
  assert.deepEqual(said.filter((line) => !line.endsWith('/rpc')), []);
  await from.close();
});

test('Back finds the row and the scroll', async () => {
  const { page } = await open('/leads');
  await page.getByRole('grid').focus();
  for (let i = 0; i < 90; i++) await page.keyboard.press('ArrowDown');
  const scroll = () => page.locator('.scroller').evaluate((scroller) => scroller.scrollTop);
  const [top, name] = [await scroll(), await page.locator('.row.marked strong').textContent()];
  assert.ok(top > 500);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/leads/*-*');
  await page.goBack();
  await page.locator('.row.marked').waitFor();
  assert.equal(await page.locator('.row.marked strong').textContent(), name);
  assert.ok(Math.abs((await scroll()) - top) < 2);
  await page.close();
});

test('theme, language and density change at once and are remembered', async () => {
  const from = await apart();
  const { page, said } = await open('/about', { from });
  await page.getByRole('radio', { name: 'Dark' }).check();
  await page.getByRole('radio', { name: 'Roomy' }).check();
  await page.getByRole('radio', { name: 'हिन्दी' }).check();
  await page.getByRole('heading', { name: 'जानकारी और जाँच' }).waitFor();
  const shown = () => page.evaluate(() => ({ lang: document.documentElement.lang, ...document.documentElement.dataset }));
  const now = await shown();
  assert.deepEqual([now.lang, now.theme, now.density], ['hi', 'dark', 'roomy']);
  await page.reload();
  await page.locator('main h1').first().waitFor();
  const later = await shown();
  assert.deepEqual([later.lang, later.theme, later.density], ['hi', 'dark', 'roomy']);
  assert.deepEqual(said, []);
  await from.close();
});

test('the diagnostics say nothing of the firm', async () => {
  const from = await apart();
  await from.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: base() });
  const { page } = await open('/about', { from });
  await page.keyboard.press('y');
  await page.getByText('Copied').waitFor();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(text, /"schema": \d+/);
  assert.doesNotMatch(text, /Acme|netra-browser/);
  await from.close();
});

test('the walk can be left and taken up again', async () => {
  const from = await apart();
  const { page, said } = await open('/leads', { from, kept: { tour: 'new' } });
  await page.getByRole('button', { name: 'Start the walk' }).click();
  const walk = page.getByRole('region', { name: 'A walk through Netra' });
  await walk.waitFor();
  assert.deepEqual(await axe(page), []);
  await walk.getByRole('button', { name: 'Next' }).click();
  await walk.getByRole('button', { name: 'Next' }).click();
  await page.waitForURL('**/quotes');
  await shot(page, 'walk');
  await walk.getByRole('button', { name: 'Leave for now' }).click();
  await walk.waitFor({ state: 'detached' });
  await page.goto(`${base()}/leads`);
  // Keys are heard once the page stands.
  await page.locator('main h1').first().waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('Go on with the walk');
  await page.keyboard.press('Enter');
  await walk.waitFor();
  await page.waitForURL('**/quotes');
  for (let i = 0; i < 8 && (await walk.count()) > 0; i++) await walk.getByRole('button', { name: /Next|Done/ }).click();
  await walk.waitFor({ state: 'detached' });
  assert.deepEqual(said, []);
  await from.close();
});

test('what was being typed is there again after a crash', async () => {
  const from = await apart();
  const { page } = await open('/projects?view=board&crash=1', { from });
  await page.keyboard.press('Control+Shift+S');
  await page.getByLabel('Name of the view').fill('Half a name');
  await page.waitForTimeout(1000);
  // As when the program is killed: no chance to say good-bye.
  const client = await from.newCDPSession(page);
  void client.send('Page.crash').catch(() => undefined);
  await new Promise((resolve) => page.once('crash', resolve));
  const { page: again } = await open('/projects?view=board&crash=1', { from });
  await again.keyboard.press('Control+Shift+S');
  await again.getByText('You had begun to fill this in.').waitFor();
  assert.deepEqual(await axe(again), []);
  await again.getByRole('button', { name: 'Take it up again' }).click();
  assert.equal(await again.getByLabel('Name of the view').inputValue(), 'Half a name');
  await again.keyboard.press('Control+Enter');
  await again.getByRole('link', { name: 'Half a name' }).waitFor();
  await again.close();
  await from.close();
});
