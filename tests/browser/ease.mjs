// What no checker of rules sees: where the focus goes, what is said aloud, what moves under the
// eye, how many keys a thing takes, what an empty page says.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { remove } from '../_folders.mjs';
import { browser, core, demoFirm, desks, eventually, NETRA, netra, noAnswer, questions, stand } from './_desk.mjs';

const OWNER = 'olivia@acme.example';
let firm, chromium, all;
before(async () => {
  firm = demoFirm();
  chromium = await browser();
  all = desks(firm.workspace, chromium, { kept: { tour: 'done' } });
  const rows = ask('lead.list', { city: 'Pune', limit: 12 }).rows;
  run('lead.assign', { leads: rows.map((lead) => lead.id), to: ask('person.me').id });
});
after(async () => {
  await all?.close();
  await chromium?.close();
  await firm?.remove();
});

const ask = (query, args = {}) => netra(firm.workspace, 'ask', query, JSON.stringify(args));
const run = (command, args) => netra(firm.workspace, 'run', command, JSON.stringify(args));
async function open(t, path, who = OWNER) {
  const { page, base } = await all.open(who, path);
  t.after(() => page.close());
  return { page, base };
}
const blur = (page) => page.evaluate(() => document.activeElement?.blur());
const hud = (page) => page.locator('section', { has: page.getByRole('timer') });
/** Dials the head of the queue, once its card is there. */
async function dial(page) {
  await page.locator('section .name').waitFor();
  await page.getByRole('button', { name: /^Call/ }).first().waitFor();
  await page.keyboard.press('c');
  await hud(page).waitFor();
}
/** Calls the head of the queue by no simulated line: somebody answers, and stays until the call is closed. */
async function connect(page) {
  // By the page's own clock: to the command line's, which stands still, it would be a long talk.
  const [{ id }] = (await core(page, 'ask', 'queue.list', { limit: 1 })).rows;
  const { call } = (await core(page, 'run', 'call.start', { lead: id, gateway: 'system' })).outcome;
  await core(page, 'run', 'call.connected', { call });
}
/** Ends the call at hand, whoever began it. */
async function endCall(page, base) {
  await stand(page, `${base}/calls`);
  await hud(page).waitFor();
  await noAnswer(page);
  await hud(page).waitFor({ state: 'hidden' });
}

test('what a button on the first page begins is done once, whatever changes meanwhile', async (t) => {
  const meera = ask('person.list').rows.find((person) => person.name === 'Meera Iyer').email;
  const { page, base } = await open(t, '/?as=monday', meera);
  const sent = [];
  page.on('request', (request) => {
    const asked = request.url().endsWith('/rpc') ? JSON.parse(request.postData()) : {};
    if (asked.op === 'run') sent.push(asked.name);
  });
  await page.getByRole('button', { name: 'Record as held' }).or(page.getByRole('link', { name: 'Record as held' })).first().click();
  const form = page.getByRole('dialog');
  await form.getByRole('button', { name: 'Record as held' }).click();
  await form.waitFor({ state: 'hidden' });
  const [, project] = /projects\/([0-9a-f-]+)/.exec(page.url());
  // Everything that the page shows is asked for anew.
  run('project.hold', { project, reason: 'The client is away' });
  await page.getByText('The client is away').first().waitFor();
  run('project.resume', { project });
  await page.getByText('The client is away').first().waitFor({ state: 'hidden' });
  assert.equal(await form.count(), 0);
  assert.deepEqual(sent, ['meeting.hold']);
  // Neither a reload nor the way back does it again.
  await page.reload();
  await stand(page, `${base}/projects`);
  await page.goBack();
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.waitForTimeout(500);
  assert.equal(await form.count(), 0);
  assert.deepEqual(sent, ['meeting.hold']);
});

test('a word typed into what was sent begins the next version, says so, and goes by a key', async (t) => {
  const [quote] = ask('quote.list', { state: 'sent' }).rows;
  const { page } = await open(t, `/quotes/${quote.id}/lines`);
  await page.getByText('Sent · v1').first().waitFor();
  await page.locator('.row.line').first().waitFor();
  await blur(page);
  await page.keyboard.press('n');
  await page.keyboard.type('A slip of the hand');
  await page.keyboard.press('Tab');
  await page.getByText('Version 2 has begun; what was sent stays as it was.').waitFor();
  await page.getByText('Draft · v2').first().waitFor();
  // Meanwhile the client may accept what they have.
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Record acceptance of version 1' }).waitFor();
  await page.keyboard.press('Escape');
  await blur(page);
  await page.keyboard.press('Control+z');
  await page.getByText('Sent · v1').first().waitFor();
  assert.equal(await page.getByText('A slip of the hand').count(), 0);
});

test('the call bar never lies over what has the focus, and messages keep clear of it', async (t) => {
  const { page, base } = await open(t, '/calls');
  await dial(page);
  for (const path of ['/leads', '/settings/firm', '/?as=sales']) {
    await stand(page, base + path);
    await hud(page).waitFor();
    const top = (await hud(page).boundingBox()).y;
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate(() => {
        const focused = document.activeElement;
        if (!focused || focused === document.body || !focused.closest('main')) return undefined;
        // A list as a whole reaches to the bar; its marked row counts.
        const box = (focused.matches('[role=grid]') ? (focused.querySelector('.marked') ?? focused) : focused).getBoundingClientRect();
        return { bottom: box.bottom, what: focused.outerHTML.slice(0, 80) };
      });
      if (at) assert.ok(at.bottom <= top + 1, `${path}: ${at.what} ends at ${at.bottom}, the bar begins at ${top}`);
    }
  }
  await stand(page, `${base}/leads`);
  await page.getByRole('grid').focus();
  for (let i = 0; i < 40; i++) await page.keyboard.press('ArrowDown');
  const [row, bar] = [await page.locator('.row.marked').boundingBox(), await hud(page).boundingBox()];
  assert.ok(row.y + row.height <= bar.y + 1, 'the marked row is above the bar');
  await page.keyboard.press('h');
  const toast = page.getByRole('button', { name: /^Undo/ }).first();
  await toast.waitFor();
  const box = await toast.boundingBox();
  assert.ok(box.y + box.height <= bar.y, 'a message is above the bar');
  await page.keyboard.press('Control+z');
  await endCall(page, base);
});

test('archiving asks nothing, is taken back by a key, and leaves the focus in the list', async (t) => {
  const { page } = await open(t, '/leads');
  const grid = page.getByRole('grid');
  await grid.focus();
  for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowDown');
  const name = await page.locator('.row.marked strong').textContent();
  const many = await page.locator('.row', { hasText: name }).count();
  await page.keyboard.press('h');
  await page.getByRole('button', { name: /^Undo/ }).first().waitFor();
  assert.equal(await page.locator('dialog[open]').count(), 0, 'nothing is asked');
  await page.waitForFunction(([name, many]) => [...document.querySelectorAll('.row')].filter((row) => row.textContent.includes(name)).length < many, [name, many]);
  assert.ok(await grid.evaluate((element) => element.contains(document.activeElement)), 'the focus stays in the list');
  await page.keyboard.press('ArrowDown');
  await page.locator('.row.marked').waitFor();
  await page.keyboard.press('Control+z');
  await page.waitForFunction(([name, many]) => [...document.querySelectorAll('.row')].filter((row) => row.textContent.includes(name)).length === many, [name, many]);
});

test('a line that is taken out of a quote gives the focus to its neighbour', async (t) => {
  const draft = ask('quote.list', { state: 'draft' }).rows[0].id;
  const { page } = await open(t, `/quotes/${draft}`);
  const lines = () => ask('quote.get', { quote: draft }).sections.flatMap((section) => section.lines).length;
  const before = lines();
  await page.keyboard.press('g');
  await page.keyboard.press('g');
  await page.waitForFunction(() => document.activeElement?.matches('[role=gridcell]'));
  while (!(await page.evaluate(() => document.activeElement.closest('.line')))) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Delete');
  await page.getByRole('button', { name: /^Undo/ }).first().waitFor();
  assert.equal(lines(), before - 1);
  await page.waitForFunction(() => document.activeElement?.matches('[role=gridcell]'));
  await page.keyboard.press('Control+z');
  await page.waitForFunction((lines) => document.querySelectorAll('.row.line').length === lines, before);
});

test('the menu of a quote’s line is whole, whatever it lies over', async (t) => {
  const draft = ask('quote.list', { state: 'draft' }).rows[0].id;
  const { page } = await open(t, `/quotes/${draft}`);
  const openers = page.locator('.row.line .opener');
  await openers.first().waitFor();
  for (const opener of [openers.first(), openers.last()]) {
    await opener.click();
    const items = page.getByRole('menuitem');
    await items.first().waitFor();
    const hidden = await items.evaluateAll((all) =>
      all.filter((item) => {
        const { left, right, top, bottom } = item.getBoundingClientRect();
        const corners = [[left + 2, top + 2], [right - 2, bottom - 2]];
        return corners.some(([x, y]) => !item.contains(document.elementFromPoint(x, y)));
      }).map((item) => item.textContent),
    );
    assert.deepEqual(hidden, []);
    await page.keyboard.press('Escape');
    await items.first().waitFor({ state: 'detached' });
  }
});

test('what goes outside is confirmed once, and named', async (t) => {
  const draft = ask('quote.list', { state: 'draft' }).rows[0];
  const { page } = await open(t, `/quotes/${draft.id}`);
  await page.keyboard.press('Control+Enter');
  const dialog = page.locator('dialog[open]');
  await dialog.waitFor();
  assert.ok((await dialog.textContent()).includes(draft.title), 'the dialog names the quote');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  assert.equal(ask('quote.get', { quote: draft.id }).state, draft.state, 'Escape sends nothing');
});

test('a change of many is one undo', async (t) => {
  const { page } = await open(t, '/leads?owner=nobody');
  await page.locator('.row').nth(5).waitFor();
  await page.getByRole('grid').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('x');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await page.getByText('3 selected').waitFor();
  const archived = () => ask('lead.list', { archived: true, limit: 50 }).rows.length;
  const before = archived();
  await page.keyboard.press('h');
  await page.getByRole('button', { name: /^Undo/ }).first().waitFor();
  assert.equal(archived(), before + 3);
  await page.keyboard.press('Control+z');
  await eventually(() => archived() === before);
  assert.equal(archived(), before, 'one key takes all three back');
});

test('a change by somebody else never moves the marked row', async (t) => {
  const { page } = await open(t, '/leads');
  await page.getByRole('grid').focus();
  for (let i = 0; i < 45; i++) await page.keyboard.press('ArrowDown');
  const place = async () => ({ name: await page.locator('.row.marked strong').textContent(), y: (await page.locator('.row.marked').boundingBox()).y });
  const index = () => page.locator('.row.marked').getAttribute('aria-rowindex');
  const [before, at] = [await place(), await index()];
  run('lead.create', { name: 'Somebody New', phone: '+919822019555', source: 'Website' });
  await page.waitForFunction((at) => document.querySelector('.row.marked')?.getAttribute('aria-rowindex') !== at, at);
  const later = await place();
  assert.equal(later.name, before.name);
  assert.ok(Math.abs(later.y - before.y) <= 1, `it moved by ${later.y - before.y} px`);
});

test('nothing jumps when the data comes', async (t) => {
  const { page, base } = await open(t, '/inbox');
  await page.route('**/rpc', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 350));
    await route.continue().catch(() => undefined);
  });
  const rest = questions(page);
  await page.addInitScript(() => {
    globalThis.jumped = 0;
    const add = (entries) => entries.forEach((entry) => (globalThis.jumped += entry.value));
    const observer = new PerformanceObserver((list) => add(list.getEntries()));
    observer.observe({ type: 'layout-shift', buffered: true });
    globalThis.allJumped = () => (add(observer.takeRecords()), globalThis.jumped);
  });
  const project = ask('project.list', { limit: 1 }).rows[0].id;
  for (const path of ['/leads', '/quotes', '/payments', `/projects/${project}`, `/projects/${project}/plan`, '/companies', '/settings/team']) {
    await stand(page, base + path);
    await rest();
    const jumped = await page.evaluate(() => globalThis.allJumped());
    assert.ok(jumped < 0.1, `${path}: layout shift ${jumped.toFixed(3)}`);
  }
});

test('with the spacing of WCAG 1.4.12 no word is cut', async (t) => {
  const { page, base } = await open(t, '/');
  const project = ask('project.list', { limit: 1 }).rows[0].id;
  for (const path of ['/', '/calls', '/settings/firm', '/settings/brand', '/inbox', '/packs', `/projects/${project}`, '/leads/import', '/about']) {
    await stand(page, base + path);
    await page.addStyleTag({
      content: '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }',
    });
    const cut = await page.evaluate(() => {
      const over = document.documentElement.scrollWidth - innerWidth;
      const list = [...document.querySelectorAll('main :is(h1, h2, h3, p, label, button, th, td, dt, dd, li > span)')]
        // What ends in dots says the rest elsewhere; what is for ears alone has no room.
        .filter((one) => !one.closest('.clip, .visually-hidden') && one.clientHeight > 1)
        .filter((one) => getComputedStyle(one).overflowY === 'hidden' && one.scrollHeight > one.clientHeight + 2)
        .map((one) => one.textContent.trim().slice(0, 40));
      return over > 0 ? [`${over} px too wide`, ...list] : list;
    });
    assert.deepEqual(cut, [], path);
  }
});

test('timers tick in silence; what they mean is said once', async (t) => {
  const { page, base } = await open(t, '/calls');
  await page.evaluate(() => {
    globalThis.spoken = [];
    const live = '[aria-live=polite], [aria-live=assertive], [role=status], [role=alert]';
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const region = (target.nodeType === 1 ? target : target.parentElement)?.closest(live);
        const text = region?.textContent.replaceAll(/\s+/g, ' ').trim();
        if (text && globalThis.spoken.at(-1) !== text) globalThis.spoken.push(text);
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  const auto = page.getByRole('button', { name: /Auto-dial/ });
  await auto.waitFor();
  await page.keyboard.press('a');
  await page.locator('button[aria-pressed=true]', { hasText: 'Auto-dial' }).waitFor();
  await dial(page);
  assert.equal(await page.getByRole('timer').evaluate((timer) => timer.closest('[aria-live], [role=status], [role=alert]')), null);
  await page.waitForTimeout(2500);
  const during = await page.evaluate(() => globalThis.spoken.filter((text) => /\d\d:\d\d/.test(text)));
  assert.deepEqual(during, [], 'the seconds of a call are not read out');
  await page.evaluate(() => (globalThis.spoken = []));
  await noAnswer(page);
  await page.getByText(/^calls in \d s$/).waitFor();
  await page.waitForTimeout(2500);
  await page.keyboard.press('Escape');
  const said = await page.evaluate(() => globalThis.spoken.filter((text) => /Escape pauses/.test(text)));
  assert.equal(said.length, 1, said.join(' | '));
  await stand(page, `${base}/calls`);
  await auto.waitFor();
  await page.keyboard.press('a');
  await page.locator('button[aria-pressed=false]', { hasText: 'Auto-dial' }).waitFor();
});

test('the note has the focus when the call connects, and the next lead is there before it ends', async (t) => {
  const { page } = await open(t, '/calls');
  const name = () => page.locator('section .name').textContent();
  const now = await name();
  const next = (await page.locator('section[aria-label=Queue] li').nth(1).textContent()).trim();
  await connect(page);
  await page.waitForFunction(() => document.activeElement?.id === 'call-note');
  assert.equal((await name()).trim(), now.trim());
  // The queue beside the call is what comes next; it is there while the call goes on.
  assert.ok((await page.locator('section[aria-label=Queue]').textContent()).includes(next.slice(0, 8)));
  await noAnswer(page);
  await page.waitForFunction((now) => document.querySelector('section .name')?.textContent !== now, now);
});

/** Counts what is pressed. */
function counted(page) {
  let keys = 0;
  return { press: async (key) => ((keys += 1), page.keyboard.press(key)), get keys() { return keys; } };
}

test('from a lead to a draft quote in at most eight keys', async (t) => {
  const lead = ask('lead.list', { city: 'Pune', limit: 12 }).rows.find((row) => row.status === 'open' && !row.deal);
  const { page } = await open(t, `/leads/${lead.id}`);
  const by = counted(page);
  await page.getByRole('button', { name: /Make a deal/ }).waitFor();
  await by.press('d');
  await page.locator('dialog[open]').waitFor();
  await by.press('Control+Enter');
  await page.waitForURL(/\/deals\//);
  await page.getByRole('button', { name: /New quote/ }).waitFor();
  await by.press('q');
  await page.waitForURL(/\/quotes\/[0-9a-f-]{36}/);
  assert.ok(by.keys <= 8, `${by.keys} keys`);
  // What the project will be planned by stands there already, and is one key from being changed.
  const project = page.getByRole('region', { name: 'Project', exact: true });
  await project.getByText('3 months · 6 meetings').waitFor();
  await page.keyboard.press('e');
  await page.getByLabel('Months of work').fill('9');
  await page.getByLabel('Meetings promised').fill('1');
  await page.keyboard.press('Control+Enter');
  await project.getByText('9 months · 1 meeting', { exact: true }).waitFor();
});

test('on a phone the payments say when each is due', async (t) => {
  const due = ask('payment.due').rows.find((row) => row.instalment.is_overdue);
  const { page } = await open(t, '/payments');
  await page.setViewportSize({ width: 360, height: 740 });
  const row = page.getByRole('row').filter({ hasText: due.company_name }).filter({ hasText: `${due.days_after_due} d late` }).first();
  await row.waitFor();
  await row.locator('.beside', { hasText: `${due.days_after_due} d late` }).waitFor();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 360, `${wide} px`);
});

test('a project that is over is not ready to be completed', async (t) => {
  const over = ask('project.list').rows.find((row) => row.stage === 'completed');
  const { page } = await open(t, `/projects/${over.id}`);
  await page.getByRole('heading', { name: 'Everything that completion asks for' }).waitFor();
  assert.equal(await page.getByText('Ready to complete').count(), 0);
});

test('what changed since the last version in two keys', async (t) => {
  const sent = ask('quote.list', { state: 'sent' }).rows.find((row) => row.version > 1) ?? ask('quote.list', { state: 'sent' }).rows[0];
  const { page } = await open(t, `/quotes/${sent.id}`);
  const by = counted(page);
  await by.press('Control+4');
  await page.waitForURL(/\/versions$/);
  await page.getByRole('button', { name: /Compare/ }).first().waitFor();
  await by.press('d');
  await page.locator('button[aria-pressed=true]', { hasText: 'Compare' }).waitFor();
  assert.equal(by.keys, 2);
});

test('an empty firm: each place says what is not there yet, and most what to do', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'netra-empty-'));
  const workspace = join(folder, 'firm');
  execFileSync(NETRA, ['init', workspace, '--unencrypted', '--name', 'Rao', '--owner-name', 'Asha Rao', '--owner-email', 'asha@rao.example'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const own = desks(workspace, chromium, { kept: { tour: 'done' } });
  t.after(async () => {
    await own.close();
    await remove(folder);
  });
  const said = new Map();
  // Address, and whether there is something to do about it here.
  for (const [path, acts] of [['/leads', true], ['/calls', false], ['/companies', true], ['/deals', true], ['/quotes', true], ['/agreements', true], ['/kickoffs', true], ['/projects', true], ['/payments', false], ['/inbox', false], ['/packs', false]]) {
    const { page } = await own.open('asha@rao.example', path);
    const words = await page.evaluate(() => {
      const shown = [...document.querySelectorAll('main p, main li.faint, main .empty')].map((one) => one.textContent.trim()).filter((text) => text.length > 8);
      return { sentences: shown, buttons: document.querySelectorAll('main [data-empty] :is(button, a[href])').length, keys: document.querySelectorAll('main [data-empty] kbd').length };
    });
    assert.ok(words.sentences.some((text) => /[.!]$/.test(text)), `${path} says nothing: ${JSON.stringify(words)}`);
    if (acts) assert.ok(words.buttons > 0 && words.keys > 0, `${path} offers no act with its key: ${JSON.stringify(words)}`);
    said.set(path, words.sentences.join(' '));
    await page.close();
  }
  // None match is not none yet.
  const { page } = await own.open('asha@rao.example', '/leads?priority=hot');
  const none = await page.locator('main p').last().textContent();
  assert.ok(!said.get('/leads').includes(none.trim()), `the same words for both: ${none}`);
  await page.close();
});
