// Rules of the window that hold on every page: what is changed shows at once and goes back when it
// is refused, every act is in the palette, the same keys mean the same. Those of calls: `calls.mjs`.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { eventually, firms, questions, stand } from './_desk.mjs';
import { giveQueue, importSome } from './_places.mjs';

const own = firms({ furnish: giveQueue });
const palette = (page) => page.getByRole('combobox', { name: /^Type an action/ });
const dialog = (page) => page.locator('dialog[open]');
const blur = (page) => page.evaluate(() => document.activeElement?.blur());
/** Keys that are one sequence come one upon the other, however slow the machine is. */
const together = (page, ...keys) => Promise.all(keys.map((key) => page.keyboard.press(key)));
/** Holds back what asks for this, until it is let go. */
async function held(page, words) {
  let letGo;
  const free = new Promise((resolve) => (letGo = resolve));
  await page.route('**/rpc', async (route) => {
    if (route.request().postData()?.includes(words)) await free;
    await route.continue().catch(() => undefined);
  });
  return letGo;
}
/** What a message says, as soon as it is said. */
const danger = async (page) => (await page.waitForFunction(() => document.querySelector('.toast.danger')?.textContent.trim())).jsonValue();

test('a change shows before the core has answered; what it refuses goes back, and says why', async (t) => {
  const { open, ask } = own(t);
  const draft = ask('quote.list', { state: 'draft' }).rows[0].id;
  const { page } = await open(`/quotes/${draft}`);
  const cell = page.locator('.row.line .discount_percent').first();
  await cell.waitFor();
  const was = (await cell.textContent()).trim();
  const letGo = await held(page, 'quote.update_line');
  await cell.click();
  await page.keyboard.type('150');
  await page.keyboard.press('Enter');
  await eventually(async () => (await cell.textContent()).trim() === '150');
  assert.equal((await cell.textContent()).trim(), '150', 'what was typed stands there at once');
  letGo();
  assert.ok((await danger(page)).length > 10, 'the core says why');
  await eventually(async () => (await cell.textContent()).trim() === was);
  assert.equal((await cell.textContent()).trim(), was, 'what was refused is taken back');
});

test('nothing spins for the first 200 ms, and the rest of the window goes on', async (t) => {
  const { open } = own(t);
  const { page, base } = await open('/about');
  const letGo = await held(page, 'lead.list');
  await page.goto(`${base}/leads`);
  // All in one look: what waits for one thing may give way to what waits for another.
  const looked = await page.waitForFunction(() => {
    const waiting = document.querySelector('main [role=status][aria-label]:has(span)');
    if (!waiting) return undefined;
    const box = waiting.getBoundingClientRect();
    const share = (box.width * box.height) / (innerWidth * innerHeight);
    // Its like, which has only begun to wait: this one may have appeared meanwhile.
    const like = waiting.cloneNode(true);
    waiting.after(like);
    const [appearing] = like.getAnimations();
    appearing?.pause();
    const at = (time) => ((appearing.currentTime = time), getComputedStyle(like).visibility);
    const seen = appearing ? [at(0), at(190), at(210)] : 'it is there at once';
    like.remove();
    return { seen, isPart: share < 0.5 || box.x > 100 };
  });
  const { seen, isPart } = await looked.jsonValue();
  assert.deepEqual(seen, ['hidden', 'hidden', 'visible']);
  assert.ok(isPart, 'it is no full page');
  await page.locator('nav a[href="/quotes"]').first().waitFor();
  letGo();
  await page.locator('.row').nth(5).waitFor();
  await page.waitForFunction(() => document.querySelector('main [role=status][aria-label] span') === null);
});

test('long work says how far it is, and can be stopped', async (t) => {
  const { open, ask, workspace } = own(t);
  const { page } = await open('/leads/import');
  const file = join(workspace, '..', 'many.csv');
  const lines = Array.from({ length: 40_000 }, (_, i) => `Ravi ${i},9${String(700_000_000 + i)},Pune`);
  writeFileSync(file, ['Name,Phone,City', ...lines, ''].join('\n'));
  await page.locator('input[type=file]').setInputFiles(file);
  await page.locator('button:enabled', { hasText: 'Look at the columns' }).waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByLabel('Column Phone is').waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByRole('button', { name: /^Import / }).waitFor();
  await page.keyboard.press('Control+Enter');
  // Seen and stopped in one step: the work does not wait for the test.
  const seen = await page.waitForFunction(() => {
    const job = document.querySelector('main .job.running:has([role=progressbar])');
    const rows = /([\d,]+) rows?/.exec(job?.textContent ?? '')?.[1];
    const bar = job?.querySelector('[role=progressbar][aria-valuenow]');
    const stop = [...(job?.querySelectorAll('button') ?? [])].find((button) => button.textContent.includes('Cancel'));
    return rows && bar && stop && (stop.click(), { rows: Number(rows.replaceAll(',', '')), share: bar.getAttribute('aria-valuenow') / bar.getAttribute('aria-valuemax') });
  });
  const { rows, share } = await seen.jsonValue();
  assert.ok(rows > 0 && rows < 40_000, `${rows} rows`);
  assert.ok(share > 0 && share < 1, `a share of ${share}`);
  await page.waitForURL(/\/leads\/import\/[0-9a-f-]{36}$/);
  const id = new URL(page.url()).pathname.split('/')[3];
  const now = () => ask('import.get', { import: id });
  await eventually(() => now().state === 'cancelled');
  const { state, new: taken } = now();
  assert.equal(state, 'cancelled');
  assert.ok(taken < 40_000, `${taken} came in`);
  // What came in before is taken back in one step.
  await page.locator('button:enabled', { hasText: 'Undo the import' }).waitFor();
  await page.keyboard.press('u');
  await dialog(page).waitFor();
  await page.keyboard.press('Control+Enter');
  await eventually(() => now().state === 'undone');
  assert.equal(now().removed, taken);
});

test('rows that were not taken in come back as a file that says why', async (t) => {
  const { open, workspace } = own(t);
  const { page } = await open(`/leads/import/${importSome({ workspace })}`);
  await page.getByText('Row 5').waitFor();
  const coming = page.waitForEvent('download');
  await page.keyboard.press('d');
  const lines = readFileSync(await (await coming).path(), 'utf8').trim().split(/\r?\n/);
  assert.equal(lines.length, 3, lines.join('\n'));
  assert.ok(lines.some((line) => line.includes('12345') && line.split(',').length > 3), 'the row and its reason');
});

test('every act that shows its key is in the palette with that key', async (t) => {
  const { open, ask } = own(t);
  const project = ask('project.list', { limit: 1 }).rows[0].id;
  const quote = ask('quote.list', { state: 'draft' }).rows[0].id;
  const places = ['/', '/?as=monday', '/?as=caller', '/leads', '/calls', '/companies', '/deals', `/quotes/${quote}`, '/kickoffs', '/projects', `/projects/${project}`, `/projects/${project}/plan`, `/projects/${project}/meetings`, `/projects/${project}/signoffs`, '/payments', '/packs', '/settings/team', '/settings/backup', '/about'];
  const { page, base } = await open('/inbox');
  const rest = questions(page);
  let found = 0;
  for (const path of places) {
    await stand(page, base + path);
    await rest();
    await blur(page);
    await page.keyboard.press('Control+k');
    await palette(page).waitFor();
    // The palette lies over the page: what the page shows and what the palette has are of one moment.
    const acts = await page.evaluate(() => {
      const list = [...document.querySelectorAll('main :is(button, a):has(kbd)')].filter((one) => !one.disabled && one.checkVisibility());
      return list.map((one) => {
        const key = one.querySelector('kbd').textContent.trim();
        const copy = one.cloneNode(true);
        for (const kbd of copy.querySelectorAll('kbd')) kbd.remove();
        return { title: copy.textContent.replaceAll(/\s+/g, ' ').trim(), key };
      });
    });
    found += acts.length;
    const keys = async (text) => {
      await palette(page).fill(text);
      return page.locator('dialog[open] [role=option]').evaluateAll((list) => list.map((one) => one.querySelector('kbd')?.textContent.trim()));
    };
    for (const { title, key } of acts) {
      // An act of a marked row is named by what it does; the key is what tells it.
      const there = await keys(title);
      if (!there.includes(key)) there.push(...(await keys('')));
      assert.ok(there.includes(key), `${path}: “${title}” (${key}) is not in the palette: ${there.join(' ')}`);
    }
  }
  assert.ok(found > 25, `only ${found} acts showed a key`);
});

test('the same keys mean the same on every list', async (t) => {
  const { open } = own(t);
  const { page, base } = await open('/inbox');
  const rest = questions(page);
  const marked = page.locator('main :is(.row.marked, [aria-current=true], li.active)').first();
  /** Waits until another row is marked; gives its text. */
  const moved = async (from) => {
    await eventually(async () => (await marked.textContent()) !== from);
    return marked.textContent();
  };
  for (const [path, creates, opens] of [
    ['/leads', true, true],
    ['/companies', true, true],
    ['/deals?view=list', true, true],
    ['/quotes', true, true],
    ['/agreements', false, true],
    ['/projects', false, true],
    ['/kickoffs', false, false],
  ]) {
    await stand(page, base + path);
    await page.locator('main :is(.row:not(.head), li)').nth(2).waitFor();
    await rest();
    await blur(page);
    await page.keyboard.press('j');
    await marked.waitFor();
    const first = await marked.textContent();
    await page.keyboard.press('j');
    assert.notEqual(await moved(first), first, `${path}: J goes on`);
    await page.keyboard.press('k');
    await eventually(async () => (await marked.textContent()) === first);
    assert.equal(await marked.textContent(), first, `${path}: K goes back`);
    if (opens) {
      const at = page.url();
      await page.keyboard.press('Enter');
      await page.waitForURL((url) => url.href !== at);
      await page.goBack();
      await marked.waitFor();
      await rest();
    }
    if (creates) {
      await blur(page);
      await page.keyboard.press('c');
      const isBegun = async () => (await dialog(page).count()) > 0 || !page.url().endsWith(path);
      await eventually(isBegun);
      assert.ok(await isBegun(), `${path}: C begins a new one`);
    }
  }
  await stand(page, `${base}/leads`);
  await page.locator('.row').nth(3).waitFor();
  await rest();
  await blur(page);
  await page.keyboard.press('j');
  await marked.waitFor();
  await page.keyboard.press('x');
  await page.getByText('1 selected').waitFor();
  await page.keyboard.press('x');
  await page.getByText('1 selected').waitFor({ state: 'detached' });
  await page.keyboard.press('Space');
  await page.locator('main aside').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('main aside').waitFor({ state: 'detached' });
});

test('a record is changed in its place: Enter keeps, Escape leaves, and “Saved” is said quietly', async (t) => {
  const { open, ask } = own(t);
  const { page, base } = await open('/settings/firm');
  const address = page.getByLabel('Address');
  const value = () => ask('setting.list').rows.find((row) => row.key === 'firm.address').value;
  const was = value();
  await address.fill('12 Station Road\nPune 411001');
  await page.keyboard.press('Tab');
  await page.getByText('Saved', { exact: true }).waitFor();
  assert.equal(value(), '12 Station Road\nPune 411001');
  assert.equal(await dialog(page).count(), 0);
  await page.keyboard.press('Control+z');
  await eventually(() => value() === was);
  assert.equal(value(), was, 'and taken back by a key');
  const lead = ask('lead.list', { limit: 1 }).rows[0].id;
  const project = ask('project.list', { limit: 1 }).rows[0].id;
  const [quote, company] = [ask('quote.list', { state: 'draft' }).rows[0].id, ask('company.list', { limit: 1 }).rows[0].id];
  const rest = questions(page);
  for (const path of ['/settings/firm', '/settings/calling', `/leads/${lead}`, `/quotes/${quote}`, `/quotes/${quote}/details`, `/companies/${company}`, `/projects/${project}/plan`]) {
    await stand(page, base + path);
    await rest();
    assert.equal(await page.locator('main').getByRole('button', { name: /^Save$/ }).count(), 0, `${path} has a button to save`);
  }
});

test('whoever may not see a place is told so in the core’s words, not that there is nothing', async (t) => {
  const { open } = own(t);
  const places = ['/', '/calls', '/leads/import', '/quotes', '/payments', '/settings/roles'];
  let refused = 0;
  for (const who of ['asha@acme.example', 'priya@acme.example']) {
    const { page, base, said } = await open('/about', who);
    const rest = questions(page);
    for (const path of places) {
      const heard = [];
      const hear = (response) => {
        if (response.url().endsWith('/rpc')) heard.push(response.json().then((reply) => ({ reply, asked: response.request().postData() }), () => undefined));
      };
      page.on('response', hear);
      await stand(page, base + path);
      await rest();
      page.off('response', hear);
      const refusals = (await Promise.all(heard))
        // The call bar asks on every page, and shows nothing where nothing may be called.
        .filter((one) => one?.reply.error?.kind === 'forbidden' && !one.asked.includes('call.current'))
        .map((one) => one.reply.error.message);
      const text = await page.locator('main').innerText();
      assert.ok(text.trim().length > 20, `${who} sees nothing at all at ${path}`);
      if (refusals.length === 0) continue;
      refused += 1;
      assert.ok(refusals.some((message) => text.includes(message)), `${who} at ${path} is not told: ${refusals.join(' | ')}; but: ${text.slice(0, 300)}`);
    }
    assert.deepEqual(said.filter((line) => line.startsWith('error')), [], who);
  }
  assert.ok(refused >= 5, `only ${refused} places were refused`);
});

test('a slash inserts: a line, an option, a section, a clause, the instalments', async (t) => {
  const { open, ask } = own(t);
  const draft = ask('quote.list', { state: 'draft' }).rows[0].id;
  const now = () => ask('quote.get', { quote: draft });
  const { page } = await open(`/quotes/${draft}`);
  await page.locator('.row.line').first().waitFor();
  const insert = async (digit) => {
    await blur(page);
    await page.keyboard.press('/');
    await dialog(page).getByText('A section of the scope').waitFor();
    await page.keyboard.press(digit);
  };
  // From the grid itself, where other letters are typed into the cell.
  await together(page, 'g', 'g');
  await page.waitForFunction(() => document.activeElement?.matches('[role=gridcell]'));
  await page.keyboard.press('/');
  await dialog(page).getByText('A section of the scope').waitFor();
  await page.keyboard.press('1');
  await page.waitForFunction(() => document.activeElement?.closest('.row.new'));
  const lines = now().sections.flatMap((section) => section.lines).length;
  const net = now().offers.map((offer) => offer.net.minor);
  await insert('2');
  await page.getByLabel('Description').waitFor();
  await page.keyboard.type('Half a day more');
  await page.getByLabel('Price').fill('5,000');
  await page.keyboard.press('Control+Enter');
  await eventually(() => now().sections.flatMap((section) => section.lines).length === lines + 1);
  const added = now().sections.flatMap((section) => section.lines).find((line) => line.description === 'Half a day more');
  assert.equal(added.inclusion, 'optional');
  assert.deepEqual(now().offers.map((offer) => offer.net.minor), net, 'an option is in no total');
  await dialog(page).waitFor({ state: 'detached' });
  await insert('3');
  await page.getByLabel('Title of the section').waitFor();
  await page.keyboard.type('Training');
  await page.keyboard.press('Control+Enter');
  await eventually(() => now().sections.some((section) => section.title === 'Training'));
  assert.ok(now().sections.some((section) => section.title === 'Training'));
  await dialog(page).waitFor({ state: 'detached' });
  const terms = now().terms;
  await insert('4');
  await page.getByLabel('The clause').waitFor();
  await page.keyboard.type('Data stays in India.');
  await page.keyboard.press('Control+Enter');
  await eventually(() => now().terms !== terms);
  assert.equal(now().terms, `${terms.trimEnd()}\n\nData stays in India.`);
  await dialog(page).waitFor({ state: 'detached' });
  await insert('5');
  await dialog(page).getByRole('heading', { name: 'Instalments' }).waitFor();
});

test('Monday is on one screen, and every row of it can be acted on', async (t) => {
  const { open } = own(t);
  const { page, base } = await open('/about', 'meera@acme.example');
  const rest = questions(page);
  await stand(page, base);
  await rest();
  await page.getByRole('heading', { name: 'Late' }).waitFor();
  const seen = await page.evaluate(() => {
    const sections = [...document.querySelectorAll('main section[aria-label]')];
    return {
      over: document.querySelector('main').scrollHeight - document.querySelector('main').clientHeight,
      parts: sections.map((section) => {
        const rows = [...section.querySelectorAll('li')];
        const [first] = rows;
        const box = first?.getBoundingClientRect();
        return {
          title: section.getAttribute('aria-label'),
          bottom: section.getBoundingClientRect().bottom,
          firstBottom: box?.bottom ?? 0,
          dead: rows.filter((row) => !row.querySelector('a[href], button')).length,
        };
      }),
    };
  });
  assert.equal(seen.parts.length, 6, seen.parts.map((part) => part.title).join(', '));
  assert.ok(seen.over <= 0, `the page is ${seen.over} px longer than the screen`);
  for (const part of seen.parts) {
    assert.ok(part.bottom <= 800, `${part.title} ends at ${part.bottom}`);
    assert.ok(part.firstBottom <= part.bottom + 1, `${part.title} does not show its first row`);
    assert.equal(part.dead, 0, `${part.title} has rows that lead nowhere`);
  }
});

test('times are typed and shown by the clock of 24 hours, whatever the machine’s way is', async (t) => {
  const { open, ask } = own(t);
  const { page, base } = await open('/settings/calling');
  const until = page.getByLabel('Calls until');
  await until.waitFor();
  assert.match(await until.inputValue(), /^\d\d:\d\d$/);
  const value = () => ask('setting.list').rows.find((row) => row.key === 'calling.closes')?.value;
  const was = value();
  await until.fill('8.30 pm');
  await page.keyboard.press('Tab');
  await eventually(() => value() === '20:30');
  assert.equal(value(), '20:30');
  assert.equal(await until.inputValue(), '20:30');
  await page.keyboard.press('Control+z');
  await eventually(() => value() === was);
  // In a form: what cannot be read is not sent as what stood there before.
  const project = ask('project.list', { limit: 1 }).rows[0].id;
  await stand(page, `${base}/projects/${project}/meetings`);
  await page.keyboard.press('n');
  await dialog(page).waitFor();
  const meetings = () => ask('meeting.list', { project }).rows.length;
  const before = meetings();
  await dialog(page).getByLabel('Title').fill('At what time');
  await dialog(page).getByLabel('Time', { exact: true }).fill('noonish');
  await page.keyboard.press('Control+Enter');
  await dialog(page).getByText('“noonish” is not understood.').waitFor();
  assert.equal(meetings(), before);
  await dialog(page).getByLabel('Time', { exact: true }).fill('1630');
  await page.keyboard.press('Control+Enter');
  await eventually(() => meetings() === before + 1);
  assert.match(ask('meeting.list', { project }).rows.find((row) => row.title === 'At what time').planned_at, /T11:00:00/);
});
