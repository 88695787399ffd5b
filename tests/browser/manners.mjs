// How the window behaves when somebody lives in it: a server that stops, a note that survives a
// crash, keys of one's own, the pause between two calls, a lead that sleeps.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, browser, complaints, demoFirm, netra, noAnswer, serve, shot, stand } from './_desk.mjs';

let firm, chromium, mine;
before(async () => {
  firm = demoFirm();
  const { rows } = netra(firm.workspace, 'ask', 'lead.list', JSON.stringify({ city: 'Pune', limit: 12 }));
  mine = rows;
  const { id } = netra(firm.workspace, 'ask', 'person.me');
  netra(firm.workspace, 'run', 'lead.assign', JSON.stringify({ leads: rows.map((lead) => lead.id), to: id }));
  chromium = await browser();
});
after(async () => {
  await chromium?.close();
  await firm?.remove();
});

/** A window of its own, with its own server, that counts as left when the test ends. */
async function window(t, path, kept = {}) {
  const server = await serve(firm.workspace);
  const context = await chromium.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-IN' });
  await context.addInitScript((kept) => {
    if (sessionStorage.getItem('kept')) return;
    sessionStorage.setItem('kept', 'yes');
    localStorage.setItem('netra.locale', 'en');
    for (const [name, value] of Object.entries(kept)) localStorage.setItem(`netra.${name}`, value);
  }, kept);
  let isStopped = false;
  const stop = async () => {
    if (!isStopped) await server.stop();
    isStopped = true;
  };
  t.after(async () => {
    await context.close();
    await stop();
  });
  const page = await context.newPage();
  const base = new URL(server.address).origin;
  await stand(page, server.address);
  await stand(page, base + path);
  // What going from page to page cut off is no complaint.
  const said = complaints(page);
  return { page, said, context, base, stop };
}

test('many tabs hear alike, whichever of them has gone; what one chooses holds in all', async (t) => {
  const { page, context, base } = await window(t, '/leads');
  const tabs = [page];
  // A browser opens six connections to an address; a tab must not need one of its own for good.
  for (let n = 1; n < 8; n += 1) {
    const tab = await context.newPage();
    await tab.goto(`${base}/leads/${mine[11].id}`);
    await tab.getByRole('heading', { name: mine[11].name }).first().waitFor();
    tabs.push(tab);
  }
  const rename = async (name) => {
    netra(firm.workspace, 'run', 'lead.update', JSON.stringify({ lead: mine[11].id, name }));
    for (const tab of tabs.slice(1)) await tab.getByRole('heading', { name }).first().waitFor();
  };
  await rename('Heard By All');
  await tabs[0].close();
  tabs.shift();
  await rename('Heard By The Rest');

  await tabs[1].evaluate(() => localStorage.setItem('netra.theme', 'dark'));
  await tabs[2].locator('html[data-theme="dark"]').waitFor();
});

test('what ends a long dialog is in sight from its top on', async (t) => {
  const { page } = await window(t, '/leads');
  await page.locator('.row').first().waitFor();
  await page.setViewportSize({ width: 1280, height: 420 });
  await page.keyboard.press('c');
  const dialog = page.getByRole('dialog');
  const send = dialog.locator('footer button[type="submit"]');
  await send.waitFor();
  const [box, over] = [await send.boundingBox(), await dialog.evaluate((it) => it.scrollHeight - it.clientHeight)];
  assert.ok(over > 50, 'the dialog is longer than it is high');
  assert.ok(box.y + box.height <= 420, JSON.stringify(box));
  await shot(page, 'long-dialog');
});

test('a server that stops is told, and nothing is called a wrong address', async (t) => {
  const { page, stop } = await window(t, '/leads');
  await page.locator('.row').first().waitFor();
  await stop();
  await page.getByRole('alert').getByText(/has stopped answering/).waitFor();
  assert.ok((await page.locator('.row').count()) > 10, 'what was there is still there');
  assert.deepEqual(await axe(page), []);
  await shot(page, 'stopped');
  await page.getByRole('link', { name: 'Agreements' }).click();
  await page.waitForTimeout(1500);
  assert.equal(await page.getByText('There is no page at this address').count(), 0);
  await page.getByText(/stopped|does not answer/).first().waitFor();
});

test('a call’s note is there again after a crash', async (t) => {
  const { page, context, base } = await window(t, '/calls');
  await page.keyboard.press('c');
  await page.getByRole('timer').first().waitFor();
  await page.locator('#call-note').focus();
  await page.keyboard.type('Wants a site visit on Tuesday');
  await page.waitForTimeout(1000);
  // As when the program is killed: no chance to say good-bye.
  const client = await context.newCDPSession(page);
  void client.send('Page.crash').catch(() => undefined);
  await new Promise((resolve) => page.once('crash', resolve));
  const again = await context.newPage();
  await again.goto(`${base}/calls`);
  await again.waitForFunction(() => document.querySelector('#call-note')?.value === 'Wants a site visit on Tuesday');
  await noAnswer(again);
  await again.locator('#call-note').waitFor({ state: 'detached' });
  const [last] = netra(firm.workspace, 'ask', 'call.list', JSON.stringify({ limit: 1 })).rows;
  assert.equal(last.note, 'Wants a site visit on Tuesday');
});

test('after an outcome the next lead is dialled by itself; Escape pauses', async (t) => {
  const { page, said } = await window(t, '/calls');
  const hud = page.locator('section', { has: page.locator('.light') });
  await page.keyboard.press('a');
  await page.getByRole('button', { name: 'Auto-dial', pressed: true }).waitFor();
  await page.keyboard.press('c');
  await hud.waitFor();
  await noAnswer(page);
  await page.getByText(/^calls in \d s$/).waitFor();
  assert.deepEqual(await axe(page), []);
  await shot(page, 'autodial');
  await page.keyboard.press('Escape');
  await page.getByText(/^calls in \d s$/).waitFor({ state: 'detached' });
  await page.waitForTimeout(6000);
  assert.equal(netra(firm.workspace, 'ask', 'call.current').call ?? null, null, 'nobody was called');
  await page.keyboard.press('c');
  await hud.waitFor();
  await noAnswer(page);
  await page.getByText(/^calls in \d s$/).waitFor();
  await hud.waitFor();
  await noAnswer(page);
  await hud.waitFor({ state: 'hidden' });
  assert.deepEqual(said, []);
});

test('a key is exchanged for another, is shown everywhere, and can be taken back', async (t) => {
  const { page, said } = await window(t, '/calls');
  const change = (title) => page.locator(`button[title="Change the key of “${title}”"]`);
  await page.keyboard.press('Shift+?');
  await page.getByRole('dialog').waitFor();
  assert.equal(await page.evaluate(() => document.querySelector('dialog[open]').scrollTop), 0, 'it opens at its top');
  const titles = await page.locator('dialog[open] li > span').allTextContents();
  assert.deepEqual(titles.filter((title, at) => titles.indexOf(title) !== at), [], 'each is listed once');
  await change('Next row').click();
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('dialog[open]').count(), 1, 'Escape only ends the question');
  await change('Calls and numbers').click();
  await page.keyboard.press('z');
  assert.equal((await change('Calls and numbers').textContent()).trim(), 'Z');
  assert.deepEqual(await axe(page), []);
  await shot(page, 'own-keys');
  await page.keyboard.press('Escape');
  await page.locator('dialog[open]').waitFor({ state: 'detached' });
  await page.reload();
  await page.locator('section .name').waitFor();
  await page.evaluate(() => document.activeElement?.blur());
  await page.keyboard.press('l');
  await page.waitForTimeout(300);
  assert.match(page.url(), /\/calls$/, 'the old key is free');
  await page.keyboard.press('z');
  await page.waitForURL(/\/calls\/log/);
  await page.keyboard.press('Shift+?');
  await page.getByRole('button', { name: 'Back to the usual keys' }).click();
  await page.keyboard.press('Escape');
  await page.goBack();
  await page.waitForURL(/\/calls$/);
  await page.locator('section .name').waitFor();
  await page.keyboard.press('l');
  await page.waitForURL(/\/calls\/log/);
  assert.deepEqual(said.filter((line) => !line.endsWith('/rpc')), []);
});

test('single keys are inert while somebody types, and when they are turned off', async (t) => {
  const { page } = await window(t, '/leads');
  await page.keyboard.press('/');
  await page.keyboard.type('gq');
  await page.waitForTimeout(300);
  assert.match(page.url(), /\/leads/);
  await page.evaluate(() => document.activeElement?.blur());
  await page.keyboard.press('Shift+?');
  await page.getByLabel(/Single-key shortcuts/).uncheck();
  await page.keyboard.press('Escape');
  await page.evaluate(() => document.activeElement?.blur());
  await page.keyboard.press('g');
  await page.keyboard.press('q');
  await page.waitForTimeout(300);
  assert.match(page.url(), /\/leads/, 'G Q goes nowhere');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').waitFor();
});

test('a lead outside its calling hours comes last and says when they open', async (t) => {
  const asleep = mine[5];
  netra(firm.workspace, 'run', 'lead.update', JSON.stringify({ lead: asleep.id, zone: 'America/New_York' }));
  const { page, said } = await window(t, '/calls');
  const closed = page.locator('section[aria-label=Queue] ul').last();
  await page.getByRole('heading', { name: 'Outside calling hours' }).waitFor();
  await closed.getByText(asleep.name).waitFor();
  await closed.getByText(/opens 21 Nov, 19:30/).first().waitFor();
  assert.notEqual(await page.locator('section .name').textContent(), asleep.name);
  assert.deepEqual(said, []);
});

test('the palette finds companies, quotes and projects too', async (t) => {
  const { page, said } = await window(t, '/');
  const [project] = netra(firm.workspace, 'ask', 'project.list', JSON.stringify({ limit: 1 })).rows;
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill(project.company_name);
  await page.getByRole('group', { name: 'Companies' }).getByText(project.company_name).waitFor();
  await page.getByRole('group', { name: 'Projects' }).getByText(project.name).first().click();
  await page.waitForURL(/\/projects\/[0-9a-f-]{36}/);
  assert.deepEqual(said.filter((line) => !line.endsWith('/rpc')), []);
});

test('the palette finds the rooms of places from anywhere', async (t) => {
  const { page, said } = await window(t, '/calls');
  for (const [words, path] of [['import leads', /\/leads\/import$/], ['settings: tax', /\/settings\/tax$/]]) {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill(words);
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(path);
  }
  for (const [words, path] of [['new lead', /\/leads/], ['new company', /\/companies/], ['new deal', /\/deals/], ['new quote', /\/quotes/]]) {
    await page.keyboard.press('g');
    await page.keyboard.press('q');
    await page.waitForURL(/\/calls$/);
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill(words);
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(path);
    await page.getByRole('dialog', { name: words.toUpperCase()[0] + words.slice(1) }).waitFor();
    assert.equal(new URL(page.url()).search, '', 'a reload makes no second one');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
  assert.deepEqual(said.filter((line) => !line.endsWith('/rpc')), []);
});

test('the window goes by the core’s clock, whatever the machine’s says', async (t) => {
  const { page, base, context } = await window(t, '/');
  await context.clock.setFixedTime(new Date('2031-03-01T00:00:00Z'));
  const { id } = netra(firm.workspace, 'ask', 'lead.list', JSON.stringify({ limit: 1 })).rows[0];
  await stand(page, `${base}/leads/${id}`);
  await page.locator('main').getByText(/\d (Sept|Oct|Nov)\b/).first().waitFor();
  // A year is named where it is another than this one.
  assert.doesNotMatch(await page.locator('main').innerText(), /\b2026\b/);
});

test('the last key of a sequence means nothing by itself: G C goes, and dials nobody', async (t) => {
  const { page, said } = await window(t, '/calls');
  await page.locator('section .name').waitFor();
  const before = netra(firm.workspace, 'ask', 'call.list', JSON.stringify({ limit: 200 })).rows.length;
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await page.waitForURL(/\/companies$/);
  await page.waitForTimeout(500);
  assert.equal(netra(firm.workspace, 'ask', 'call.list', JSON.stringify({ limit: 200 })).rows.length, before, 'nobody was called');
  assert.equal(await page.locator('dialog[open]').count(), 0, 'nothing was asked');
  // Alone, and after a while, it means what it says.
  await page.keyboard.press('c');
  await page.locator('dialog[open]').waitFor();
  assert.deepEqual(said.filter((line) => !line.endsWith('/rpc')), []);
});

test('on paper there is the page without what is around it, and a document sheet by sheet', async (t) => {
  const [quote] = netra(firm.workspace, 'ask', 'quote.list', JSON.stringify({ limit: 1 })).rows;
  const { page, base } = await window(t, '/leads', { theme: 'dark' });
  const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
  assert.equal(await theme(), 'dark');
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  assert.equal(await theme(), 'light', 'paper is white');
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('nav').first().isVisible(), false);
  assert.equal(await page.locator('main h1').isVisible(), true);
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  assert.equal(await theme(), 'dark');
  await page.emulateMedia({ media: null });

  await page.goto(`${base}/quotes/${quote.id}/preview`);
  const sheets = page.locator('[data-paper] img');
  await sheets.first().waitFor();
  await page.waitForFunction(() => [...document.querySelectorAll('[data-paper] img')].every((img) => img.complete && img.naturalHeight > 0));
  const printed = (await page.pdf({ format: 'A4' })).toString('latin1');
  assert.equal(printed.match(/\/Type\s*\/Page\b/g)?.length, await sheets.count());
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('main h1').isVisible(), false);
});
