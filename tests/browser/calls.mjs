// Rules of calling: outcomes on their digits, how many keys lie between two calls, what the bar says
// away from the queue, and what may happen at the same moment without harm.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { core, eventually, firms, questions, stand } from './_desk.mjs';
import { misfits, SIZES } from './_fits.mjs';
import { giveQueue } from './_places.mjs';

const own = firms({ furnish: giveQueue });
const NO_ANSWER = 'not_connected_no_answer';
const hud = (page) => page.locator('section[aria-label=Call]');
const current = async (page) => (await core(page, 'ask', 'call.current')).call ?? undefined;
const callOf = async (page, id) => (await core(page, 'ask', 'call.list', { limit: 50 })).rows.find((call) => call.id === id);
const head = async (page) => (await core(page, 'ask', 'queue.list', { limit: 1 })).rows[0];
const isInNote = (page) => page.waitForFunction(() => document.activeElement?.id === 'call-note');

/** Calls the head of the queue by no simulated line: nothing happens to the call but what the test does. */
async function begin(page, { connected = false } = {}) {
  const lead = await head(page);
  const { call } = (await core(page, 'run', 'call.start', { lead: lead.id, gateway: 'system' })).outcome;
  if (connected) await core(page, 'run', 'call.connected', { call });
  return { call, lead };
}
/** The outcomes of the call at hand are there, and their keys work. */
const outcomesCome = (page) => page.locator('.outcomes button').nth(8).waitFor();
/** Waits until a call has its outcome, and gives it. */
async function closed(page, id) {
  await eventually(async () => (await callOf(page, id)).outcome);
  return callOf(page, id);
}
/** What the message about a closed call says of the next time. */
async function nextTime(page) {
  const said = await page.waitForFunction(() => [...document.querySelectorAll('.toast')].map((one) => /again on (\d+ \w+, \d\d:\d\d)/.exec(one.textContent)?.[1]).find(Boolean));
  return said.jsonValue();
}

test('outcomes stand where they always stand, on their digits, also while the note is written', async (t) => {
  const { open } = own(t);
  const { page } = await open('/calls');
  const wanted = (await core(page, 'ask', 'disposition.list')).rows.slice(0, 9).map((row, at) => `${at + 1} ${row.title}`);
  const outcomes = () =>
    page.locator('.outcomes button').evaluateAll((list) => list.slice(0, 9).map((one) => `${one.querySelector('kbd').textContent.trim()} ${one.querySelector('.title').textContent.trim()}`));
  const where = () => page.locator('.outcomes button').evaluateAll((list) => list.map((one) => [one.offsetLeft, one.offsetTop - list[0].offsetTop].join()));
  const seen = [];
  for (const [connected, key, outcome] of [[false, 'Control+4', NO_ANSWER], [true, 'Control+1', 'connected_interested']]) {
    const { call } = await begin(page, { connected });
    await outcomesCome(page);
    assert.deepEqual(await outcomes(), wanted);
    seen.push(await where());
    if (!connected) await page.keyboard.press('n');
    await isInNote(page);
    await page.keyboard.type('Asks 4 times');
    assert.equal((await current(page)).id, call, 'a digit in the note is text');
    await page.keyboard.press(key);
    const done = await closed(page, call);
    assert.deepEqual([done.outcome, done.note], [outcome, 'Asks 4 times']);
    await hud(page).waitFor({ state: 'hidden' });
  }
  assert.deepEqual(seen[0], seen[1], 'in the same places');
});

for (const [title, keys, outcome, note] of [
  ['not connected, one key', ['Control+4'], NO_ANSWER],
  ['a callback at a preset time, two', ['Control+3', '2'], 'connected_callback'],
  ['connected, with a note typed while talking, one', ['Control+1'], 'connected_interested', 'Wants a visit'],
]) {
  test(`from the end of a call to the next one: ${title}`, async (t) => {
    const { open } = own(t);
    const { page } = await open('/calls');
    await page.getByRole('button', { name: /Auto-dial/ }).waitFor();
    await page.keyboard.press('a');
    await page.locator('button[aria-pressed=true]', { hasText: 'Auto-dial' }).waitFor();
    const { call, lead } = await begin(page, { connected: outcome !== NO_ANSWER });
    await outcomesCome(page);
    if (outcome !== NO_ANSWER) await isInNote(page);
    if (note) await page.keyboard.type(note);
    for (const [at, key] of keys.entries()) {
      if (at > 0) await page.locator('dialog[open] button').first().waitFor();
      await page.keyboard.press(key);
    }
    const done = await closed(page, call);
    assert.equal(done.outcome, outcome);
    if (note) assert.equal(done.note, note);
    // Nothing more is pressed: the countdown dials.
    await eventually(async () => ((await current(page))?.lead ?? lead.id) !== lead.id);
    assert.notEqual((await current(page))?.lead ?? lead.id, lead.id, 'the next is dialled, and another one');
  });
}

test('when nobody answered it is said when the lead comes again, and that is the core’s own time', async (t) => {
  const { open } = own(t);
  const { page } = await open('/calls');
  const { call, lead } = await begin(page);
  await outcomesCome(page);
  await page.keyboard.press('4');
  const said = await nextTime(page);
  const [{ due_at: due }, { ended_at: ended }] = [await core(page, 'ask', 'lead.get', { lead: lead.id }), await closed(page, call)];
  const format = new Intl.DateTimeFormat('en-IN', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'Asia/Kolkata' });
  const parts = Object.fromEntries(format.formatToParts(Date.parse(due)).map(({ type, value }) => [type, value]));
  assert.equal(said, `${parts.day} ${parts.month}, ${parts.hour}:${parts.minute}`);
  const { again_minutes: minutes } = (await core(page, 'ask', 'disposition.list')).rows.find((row) => row.code === NO_ANSWER);
  const after = Date.parse(due) - Date.parse(ended) - minutes * 60_000;
  // The receiver is put down first, the outcome is the next thing the core does.
  assert.ok(after >= 0 && after < 60_000, `${after} ms off`);
});

test('a time that cannot be read is not saved as the one that stood there before', async (t) => {
  const { open } = own(t);
  const { page } = await open('/calls');
  const { call } = await begin(page, { connected: true });
  await outcomesCome(page);
  await page.keyboard.press('Control+3');
  const dialog = page.getByRole('dialog');
  const date = dialog.locator('input').first();
  await date.fill('tue');
  await dialog.getByLabel('Time', { exact: true }).fill('10:30');
  await date.fill('31 Nov');
  await date.press('Tab');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('“31 Nov” is not understood.').waitFor();
  assert.ok(await current(page), 'the call has no outcome yet');
  await date.fill('tue');
  await date.press('Tab');
  await dialog.getByRole('button', { name: 'Save' }).click();
  assert.equal((await closed(page, call)).outcome, 'connected_callback');
});

test('away from the queue the call bar says who, how long and what was before, and ends the call', async (t) => {
  const { open } = own(t);
  const { page, base } = await open('/quotes');
  const { id } = await head(page);
  await core(page, 'run', 'lead.add_note', { lead: id, body: 'Met at the expo' });
  const { call, lead } = await begin(page, { connected: true });
  assert.equal(lead.id, id);
  await hud(page).waitFor();
  assert.match(await hud(page).getByRole('timer').textContent(), /^\d\d:\d\d$/);
  await hud(page).locator('.who strong', { hasText: lead.name }).waitFor();
  await hud(page).getByText('Met at the expo').waitFor();
  const before = await hud(page).locator('li').count();
  assert.ok(before >= 1 && before <= 3, `${before} touches`);
  await page.keyboard.press('e');
  // The key after it is answered: so was this one, and it did nothing to the call.
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: /^Type an action/ }).waitFor();
  assert.equal((await current(page)).state, 'connected', 'E is for editing here');
  await page.keyboard.press('Escape');
  await page.locator('dialog[open]').waitFor({ state: 'detached' });
  await page.keyboard.press('Control+Shift+E');
  await eventually(async () => (await current(page)).state === 'ended');
  assert.equal((await current(page)).state, 'ended');
  await page.keyboard.press('Control+Shift+K');
  await page.waitForURL(`${base}/calls`);
  await core(page, 'run', 'call.dispose', { call, outcome: 'connected_interested' });
  await hud(page).waitFor({ state: 'hidden' });
});

test('whoever talks mutes and holds by a key or a press, every window says so in words, and not before an answer', async (t) => {
  const { open } = own(t);
  const { page } = await open('/calls');
  // The simulated line answers this number after three seconds, always.
  const { lead } = (await core(page, 'run', 'lead.create', { name: 'Always Answers', phone: '+919822010000', source: 'Website' })).outcome;
  const { call } = (await core(page, 'run', 'call.start', { lead, gateway: 'simulator' })).outcome;
  await core(page, 'start', 'call.simulate', { call });
  const button = (name, of = page) => hud(of).getByRole('button', { name });
  const isSo = (words, of = page) => hud(of).getByText(words);
  await button('Mute').waitFor();
  assert.equal(await button('Mute').getAttribute('aria-keyshortcuts'), 'm');
  await page.keyboard.press('m');
  await page.locator('.toast', { hasText: 'Nobody has answered yet' }).waitFor();
  assert.equal(await isSo('you are muted').count(), 0);

  await isInNote(page);
  await page.keyboard.type('hm');
  assert.equal(await page.locator('#call-note').inputValue(), 'hm', 'in the note they are letters');
  assert.equal(await button('Mute').getAttribute('aria-pressed'), 'false');
  // Also while the note is written.
  await page.keyboard.press('Control+Shift+H');
  await isSo('on hold').waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('m');
  await isSo('you are muted').waitFor();
  assert.deepEqual([await button('Mute').getAttribute('aria-pressed'), await button('Hold').getAttribute('aria-pressed')], ['true', 'true']);

  // A window that comes later finds it so; what it does is seen in the first one.
  const { page: beside } = await open('/quotes');
  await isSo('you are muted', beside).waitFor();
  await beside.keyboard.press('m');
  await button('Hold', beside).click();
  await isSo('on hold').waitFor({ state: 'detached' });
  assert.equal(await isSo('you are muted').count(), 1, 'M alone is for other things there');
  await beside.keyboard.press('Control+Shift+M');
  await isSo('you are muted').waitFor({ state: 'detached' });
  await beside.keyboard.press('Control+Shift+M');
  await isSo('you are muted').waitFor();
  // The bar has room for all of it at every width.
  for (const size of SIZES) {
    await beside.setViewportSize(size);
    assert.deepEqual(await misfits(beside), [], `${size.width} px`);
  }
  await beside.setViewportSize(SIZES[1]);
  await page.locator('nav .language').click();
  await page.locator('section[aria-label=कॉल]').getByText('आप म्यूट हैं').waitFor();
  await page.locator('section[aria-label=कॉल]').getByRole('button', { name: 'म्यूट करें' }).waitFor();
  await page.keyboard.press('e');
  await button('Mute', beside).waitFor({ state: 'detached' });
  assert.equal(await isSo('you are muted', beside).count(), 0, 'it is over with the call');
});

test('a handful is taken from the pool by a key, also when the queue is not empty, and given back by one', async (t) => {
  const { open } = own(t);
  const { page } = await open('/calls');
  await page.locator('[id^=queue-]').first().waitFor();
  const mine = async () => {
    const { callbacks_due: due, hot, warm, cold } = await core(page, 'ask', 'queue.counters');
    return due + hot + warm + cold;
  };
  const before = await mine();
  await page.keyboard.press('t');
  const toast = page.locator('.toast', { hasText: /leads? (is|are) yours now/ });
  await toast.waitFor();
  const taken = Number(/^\D*(\d+)/.exec(await toast.textContent())[1]);
  assert.ok(taken > 1 && taken <= 20, `${taken} taken`);
  await eventually(async () => (await mine()) === before + taken);
  assert.equal(await mine(), before + taken);
  await page.keyboard.press('Control+z');
  await eventually(async () => (await mine()) === before);
  assert.equal(await mine(), before);
});

test('a line that goes dead in the moment of the outcome keeps nobody from giving it', async (t) => {
  const { open } = own(t);
  const { page } = await open('/calls');
  const { call } = await begin(page);
  await outcomesCome(page);
  let isFirst = true;
  await page.route('**/rpc', async (route) => {
    if (route.request().postData()?.includes('"call.ended"') && isFirst) {
      isFirst = false;
      await core(page, 'run', 'call.ended', { call, cause: 'no_answer' });
    }
    await route.continue();
  });
  await page.keyboard.press('4');
  const done = await closed(page, call);
  assert.deepEqual([isFirst, done.outcome, done.end_cause], [false, NO_ANSWER, 'no_answer']);
  await hud(page).waitFor({ state: 'hidden' });
  assert.equal(await page.locator('.toast.danger').count(), 0, 'nothing is called a fault');
});

test('a late answer about the call that was closed does not stop the countdown', async (t) => {
  const { open } = own(t);
  const { page } = await open('/calls');
  await page.getByRole('button', { name: /Auto-dial/ }).waitFor();
  await page.keyboard.press('a');
  await page.locator('button[aria-pressed=true]', { hasText: 'Auto-dial' }).waitFor();
  const { call, lead } = await begin(page);
  await outcomesCome(page);
  const stale = await core(page, 'ask', 'call.current');
  const rest = questions(page);
  let [isGiving, isLate, isTrue] = [false, false, false];
  const isOutcome = (request) => request.postData()?.includes('call.dispose') ?? false;
  page.on('request', (request) => (isGiving ||= isOutcome(request)));
  const given = page.waitForResponse((response) => isOutcome(response.request()));
  await page.route('**/rpc', async (route) => {
    if (isTrue || !route.request().postData()?.includes('"call.current"')) return route.continue();
    // Asked before the outcome was given, answered after it: what the page hears still has the call.
    const response = await route.fetch();
    if (!isGiving) return route.fulfill({ response });
    await (await given).finished();
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    await route.fulfill({ json: { ok: { ...stale, call: { ...stale.call, state: 'ended' } } } });
    isLate = true;
    return undefined;
  });
  await page.keyboard.press('4');
  await closed(page, call);
  await eventually(() => isLate);
  await rest();
  isTrue = true;
  await core(page, 'run', 'lead.add_note', { lead: lead.id, body: 'Somebody else writes' });
  await eventually(async () => ((await current(page))?.lead ?? lead.id) !== lead.id);
  assert.notEqual((await current(page))?.lead ?? lead.id, lead.id);
});

test('an outcome that the core would refuse keeps its place, is off, and says why', async (t) => {
  const { open } = own(t);
  const { page } = await open('/calls');
  const outcomes = page.locator('.outcomes button');
  const off = () => outcomes.evaluateAll((list) => list.filter((one) => one.disabled).map((one) => one.querySelector('.title').textContent.trim()));
  const all = (await core(page, 'ask', 'disposition.list')).rows;
  const titles = (begins) => all.filter((row) => row.code.startsWith(begins)).map((row) => row.title);
  const { call } = await begin(page);
  await outcomesCome(page);
  // Nobody has answered yet.
  assert.deepEqual(await off(), titles('connected_'));
  await page.getByText('Nobody answered this call').waitFor();
  await page.keyboard.press('3');
  assert.equal(await page.locator('dialog[open]').count(), 0, 'the key does nothing');
  await core(page, 'run', 'call.ended', { call, cause: 'busy' });
  await hud(page).getByText('busy · ended: choose an outcome').waitFor();
  assert.deepEqual(await off(), titles('connected_'));
  await page.keyboard.press('5');
  assert.equal((await closed(page, call)).outcome, 'not_connected_busy');
  await hud(page).waitFor({ state: 'hidden' });
  // Somebody talks: whatever came of it can be chosen.
  await begin(page, { connected: true });
  await outcomesCome(page);
  await page.waitForFunction(() => [...document.querySelectorAll('.outcomes button')].every((one) => !one.disabled));
});

test('whoever leaves the note while talking is not called back to it by what happens elsewhere', async (t) => {
  const { open } = own(t);
  const { page } = await open('/calls');
  const { call } = await begin(page, { connected: true });
  await isInNote(page);
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => document.activeElement?.id !== 'call-note');
  const rest = questions(page);
  const again = page.waitForResponse((response) => response.request().postData()?.includes('call.current') && response.ok());
  await core(page, 'run', 'call.set_note', { call, note: 'Written elsewhere' });
  await again;
  await rest();
  assert.notEqual(await page.evaluate(() => document.activeElement?.id), 'call-note');
});

test('what happened before the page could hear is shown as soon as it hears', async (t) => {
  const { open, run, ask } = own(t);
  const { page, base } = await open('/about');
  let letGo;
  const free = new Promise((resolve) => (letGo = resolve));
  await page.route('**/events', async (route) => {
    await free;
    await route.continue().catch(() => undefined);
  });
  const rest = questions(page);
  await stand(page, `${base}/quotes`);
  await rest();
  const [{ id }] = ask('queue.list', { limit: 1 }).rows;
  run('call.start', { lead: id, gateway: 'system' });
  await rest();
  assert.equal(await hud(page).count(), 0, 'nobody has told it yet');
  letGo();
  await hud(page).waitFor();
});
