// Lists put in order by a heading: the leads by the core, the others by what is on hand; in the address,
// so that Back and a link bring the order along.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, browser, demoFirm, desks, netra, shot } from './_desk.mjs';

const OWNER = 'olivia@acme.example';
let firm, chromium, office;
before(async () => {
  firm = demoFirm();
  chromium = await browser();
  office = desks(firm.workspace, chromium, { kept: { tour: 'done' } });
});
after(async () => {
  await office?.close();
  await chromium?.close();
  await firm?.remove();
});

const ask = (query, args = {}) => netra(firm.workspace, '--as', OWNER, 'ask', query, JSON.stringify(args));
const main = (page) => page.getByRole('main');
const heading = (page, name) => main(page).getByRole('columnheader', { name }).first();
const first = (page) => main(page).getByRole('row').nth(1);

/** Presses a heading and waits until the list says how it stands. */
async function press(page, name, order) {
  await heading(page, name).getByRole('button').click();
  await main(page).locator(`[role=columnheader][aria-sort=${order}]`, { hasText: name }).waitFor();
}

test('leads are put in order by the core, up, down, and in their own again', async () => {
  const { page, said } = await office.open(OWNER, '/leads');
  const own = await first(page).innerText();
  for (const [order, descending] of [['ascending', false], ['descending', true]]) {
    await press(page, 'Name', order);
    const { rows } = ask('lead.list', { order: 'name', descending, limit: 200 });
    await first(page).getByText(rows[0].name, { exact: true }).waitFor();
    const shown = await main(page).getByRole('row').locator('strong').allInnerTexts();
    assert.ok(shown.length > 5);
    assert.deepEqual(shown, rows.slice(0, shown.length).map((row) => row.name));
  }
  assert.equal(new URL(page.url()).search, '?sort=-name');
  await shot(page, 'lists-leads');
  assert.deepEqual(await axe(page), []);

  // Narrowed down it stays in order, and so it does after a lead was opened and left.
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/leads\/[0-9a-f]/);
  await page.goBack();
  await main(page).locator('[role=columnheader][aria-sort=descending]').waitFor();
  await page.goto(page.url().replace('?sort=-name', '?priority=hot&sort=-name'));
  const hot = ask('lead.list', { order: 'name', descending: true, priority: 'hot' }).rows;
  await first(page).getByText(hot[0].name, { exact: true }).waitFor();
  assert.deepEqual(await main(page).getByRole('row').locator('strong').allInnerTexts().then((all) => all.slice(0, 3)), hot.slice(0, 3).map((row) => row.name));

  // A third press: the newest first, as ever.
  await page.goto(page.url().replace(/\?.*/, '?sort=-name'));
  await main(page).locator('[role=columnheader][aria-sort=descending]').waitFor();
  await press(page, 'Name', 'none');
  await page.waitForURL((url) => url.search === '');
  const newest = ask('lead.list', {}).rows[0];
  await first(page).getByText(newest.name, { exact: true }).waitFor();
  assert.equal(await first(page).innerText(), own);
  assert.deepEqual(said, []);
  await page.close();
});

test('money goes by its size, and the palette does what a heading does', async () => {
  const { page, said } = await office.open(OWNER, '/quotes');
  await press(page, 'Total', 'descending');
  const totals = ask('quote.list', { limit: 1000 }).rows.map((row) => row.total.minor).sort((a, b) => b - a);
  const digits = (text) => Number(text.replace(/[^\d.]/g, ''));
  const shown = (await main(page).locator('[role=gridcell]:last-child').allInnerTexts()).map(digits);
  assert.ok(shown.length > 1);
  assert.deepEqual(shown, totals.slice(0, shown.length).map((minor) => minor / 100));

  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('combobox').fill('sort by company');
  await page.keyboard.press('Enter');
  await main(page).locator('[role=columnheader][aria-sort=ascending]', { hasText: 'Company' }).waitFor();
  assert.equal(new URL(page.url()).search, '?sort=company');
  assert.deepEqual(said, []);
  await page.close();
});

test('projects, companies, agreements, deals and payments have headings that put them in order', async () => {
  for (const [place, name] of [
    ['/projects', 'Project'],
    ['/companies', 'Name'],
    ['/agreements', 'Title'],
    ['/deals?view=list', 'Deal'],
    ['/payments', 'Company'],
    ['/payments?show=all', 'Company'],
  ]) {
    const { page, said } = await office.open(OWNER, place);
    await press(page, name, 'ascending');
    const names = await main(page).getByRole('row').locator('strong').allInnerTexts();
    const words = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
    assert.ok(names.length > 1, place);
    assert.deepEqual(names, names.toSorted(words.compare), place);
    assert.deepEqual(said, [], place);
    await page.close();
  }
});
