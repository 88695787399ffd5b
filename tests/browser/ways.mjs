// How somebody new finds their way: the places of their own work, views that stay within reach,
// boards by their keys, and refusals that say where and what.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { axe, core, eventually, firms, netra, stand } from './_desk.mjs';
import { giveQueue } from './_places.mjs';

const own = firms({ furnish: giveQueue });
const dialog = (page) => page.locator('dialog[open]');
const places = (page) => page.getByRole('navigation', { name: 'Main' });
const toast = (page, words) => page.locator('.toast', { hasText: words });

test('each role has the places of its work, and an address that is not theirs says why in words', async (t) => {
  const { open } = own(t);
  const { page, base } = await open('/', 'ravi@acme.example');
  const links = () => places(page).locator('ul > li > a').evaluateAll((all) => all.map((one) => one.textContent.trim()));
  assert.deepEqual(await links(), ['Home', 'Inbox', 'Queue', 'Calls', 'Leads', 'Settings']);
  await stand(page, `${base}/quotes`);
  await page.getByText('Ask an admin for the permission “See one\'s own quotes”.').waitFor();
  const { page: owner } = await open('/');
  assert.equal(await places(owner).locator('ul > li > a').count(), 14);
});

test('a view of the leads is saved, and is within reach with the sidebar folded and on a phone', async (t) => {
  const { open } = own(t);
  const { page } = await open('/leads?priority=hot');
  await places(page).getByRole('button', { name: 'Save view' }).click();
  await dialog(page).getByLabel('Name of the view').fill('Hot ones');
  await page.keyboard.press('Control+Enter');
  await places(page).getByRole('link', { name: 'Hot ones' }).waitFor();
  await page.getByRole('button', { name: 'Fold the sidebar' }).click();
  await places(page).getByRole('link', { name: 'Hot ones' }).waitFor({ state: 'detached' });
  await page.goto(page.url().split('?')[0]);
  await page.getByRole('main').getByRole('button', { name: 'Saved views' }).click();
  await page.getByRole('menuitem', { name: 'Hot ones' }).click();
  await page.waitForURL('**/leads?priority=hot');
  // The palette knows it from anywhere.
  await page.getByRole('link', { name: 'Home' }).click();
  await page.waitForURL((url) => url.pathname === '/');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('hot ones');
  await page.getByRole('option', { name: 'View: Hot ones' }).waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/leads?priority=hot');
  await page.setViewportSize({ width: 360, height: 720 });
  await page.getByRole('main').getByRole('button', { name: 'Saved views' }).click();
  await page.getByRole('menuitem', { name: 'Remove this view' }).click();
  await toast(page, 'View “Hot ones” removed').waitFor();
  assert.deepEqual(await axe(page), []);
});

test('the palette finds the theme and the height of rows by the words that people use', async (t) => {
  const { open } = own(t);
  const { page } = await open('/about');
  for (const [words, title] of [['dark', 'Switch theme'], ['density', 'Change row height']]) {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill(words);
    await page.getByRole('option', { name: title }).waitFor();
    await page.keyboard.press('Escape');
    await dialog(page).waitFor({ state: 'detached' });
  }
});

test('a board is walked with J and K, and M moves its card', async (t) => {
  const { open, ask } = own(t);
  const { page } = await open('/deals');
  await page.locator('.board .card[role=button]').first().waitFor();
  const active = () => page.evaluate(() => document.activeElement?.id);
  const cards = await page.locator('.board .card[role=button]').evaluateAll((all) => all.map((one) => one.id));
  await page.keyboard.press('j');
  await page.waitForFunction((id) => document.activeElement?.id === id, cards[0]);
  await page.keyboard.press('j');
  await page.waitForFunction((id) => document.activeElement?.id === id, cards[1]);
  await page.keyboard.press('k');
  await page.waitForFunction((id) => document.activeElement?.id === id, cards[0]);
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('m');
  await page.getByRole('menu').waitFor();
  await page.keyboard.press('Escape');
  assert.equal(await active(), cards[0]);
  assert.ok(ask('deal.list', { limit: 1 }).rows.length > 0);
});

test('a call that is promised for the year 2150 is refused at its field, with the limit', async (t) => {
  const { open } = own(t);
  const { page } = await open('/calls');
  const [{ id }] = (await core(page, 'ask', 'queue.list', { limit: 1 })).rows;
  const { call } = (await core(page, 'run', 'call.start', { lead: id, gateway: 'system' })).outcome;
  await core(page, 'run', 'call.connected', { call });
  await page.locator('.outcomes button:not(:disabled)', { hasText: 'Call back' }).click();
  const moment = dialog(page).getByLabel('Another time');
  for (const [year, limit] of [['2150', /^Choose a day before 2\d Nov 2027\.$/], ['2300', /^Choose a day before 31 Dec 2200\.$/]]) {
    await moment.fill(`21 Nov ${year}`);
    await dialog(page).getByLabel('Time', { exact: true }).fill('11:00');
    await page.keyboard.press('Tab');
    await dialog(page).getByRole('button', { name: 'Save' }).click();
    await dialog(page).locator('.field .error', { hasText: limit }).waitFor();
    assert.equal(await moment.getAttribute('aria-invalid'), 'true');
  }
  assert.equal((await core(page, 'ask', 'call.current')).call.id, call, 'it waits for its outcome');
  await dialog(page).getByRole('button', { name: 'Cancel' }).click();
  await dialog(page).waitFor({ state: 'detached' });
  assert.equal(await page.locator('.toast').count(), 0);
});

test('what is pasted into a quote comes whole or not at all, and one undo takes it back', async (t) => {
  const { open, ask } = own(t);
  const quote = ask('quote.list', { state: 'draft' }).rows[0].id;
  const lines = () => ask('quote.get', { quote }).sections.flatMap((section) => section.lines).length;
  const before = lines();
  const { page } = await open(`/quotes/${quote}/lines`);
  const paste = async (text) => {
    await page.locator('.row.new .cell').first().focus();
    await page.evaluate((text) => {
      const data = new DataTransfer();
      data.setData('text/plain', text);
      document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    }, text);
  };
  await page.locator('.row.new').first().waitFor();
  await paste('A-1\tFirst\t2\tno.\t100\nA-2\tSecond\tmany\tno.\t100');
  await toast(page, 'Nothing was pasted: row 2, column “Qty” cannot be read: “many”.').waitFor();
  // What can be read and is not allowed, the core refuses as a whole.
  await paste(`A-1\tFirst\t2\tno.\t100\n${'A'.repeat(3_000)}\tSecond\t1\tno.\t100`);
  await toast(page, /line 2, part number/).waitFor();
  assert.equal(lines(), before);
  await paste('A-1\tFirst\t2\tno.\t100\nA-2\tSecond\t3\tno.\t100');
  await page.getByRole('gridcell', { name: 'Second', exact: true }).waitFor();
  assert.equal(lines(), before + 2);
  await page.evaluate(() => document.activeElement?.blur());
  await page.keyboard.press('Control+z');
  await page.getByRole('gridcell', { name: 'Second', exact: true }).waitFor({ state: 'detached' });
  assert.equal(lines(), before);
});

test('versions are compared by what somebody changed; what follows is folded', async (t) => {
  const { open, ask, run } = own(t);
  const quote = ask('quote.list', { state: 'sent' }).rows[0].id;
  const [line] = ask('quote.get', { quote }).sections[0].lines;
  run('quote.update_line', { line: line.id, change: { quantity: '9' } });
  const { page } = await open(`/quotes/${quote}/versions`);
  await page.getByRole('button', { name: /Compare/ }).first().click();
  const diff = page.locator('.diff');
  await diff.locator('.total').first().waitFor();
  await diff.getByText(/lines? (is|are) unchanged/).waitFor();
  const own_changes = diff.locator(':scope > ul .entry');
  assert.equal(await own_changes.count(), 1);
  assert.match(await own_changes.first().innerText(), new RegExp(`${line.description}[\\s\\S]*quantity[\\s\\S]*9`));
  const follows = diff.locator('details');
  assert.equal(await follows.getAttribute('open'), null);
  await follows.locator('summary').click();
  await follows.getByText('net', { exact: true }).first().waitFor();
});

test('settings with many choices are chosen, not typed', async (t) => {
  const { open, ask } = own(t);
  const { page } = await open('/settings/firm');
  const zone = page.getByLabel('Time zone');
  await zone.fill('london');
  await page.getByRole('option', { name: 'Europe/London' }).click();
  const stored = () => ask('setting.list').rows.find((row) => row.key === 'firm.zone').value;
  await eventually(() => stored() === 'Europe/London');
  assert.equal(stored(), 'Europe/London');
});

test('a file with a heading and no rows says so', async (t) => {
  const { workspace } = own(t);
  const file = join(workspace, '..', 'head.csv');
  writeFileSync(file, 'Name,Mobile\n');
  assert.throws(() => netra(workspace, 'import', 'leads', file, '--source', 'Fair'), /has a heading and no rows/);
});
