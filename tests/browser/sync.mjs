// A firm's server and its desks: one joins in the window, the server goes away and comes back, what
// both sides did meets, and what was not applied is explained, changed, tried again or let go.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { remove } from '../_folders.mjs';
import { axe, browser, complaints, NETRA, NOW, netra, serve, shot } from './_desk.mjs';

const PASSWORD = 'correct horse battery staple';
const PASSPHRASE = 'four words are enough';
/** Longer than anything takes on a slow machine: what is waited for ends it. */
const LONG = 120_000;
const folder = mkdtempSync(join(tmpdir(), 'netra-sync-'));
const srv = join(folder, 'srv');
const env = { ...process.env, NETRA_NOW: NOW, NETRA_PASSWORD: PASSWORD };
for (const name of ['NETRA_WORKSPACE', 'NETRA_EMAIL', 'NETRA_INVITATION', 'NETRA_ATTACH', 'NETRA_CA', 'NETRA_PASSPHRASE']) delete env[name];
const cli = (...args) => JSON.parse(execFileSync(NETRA, ['--json', ...args], { encoding: 'utf8', env }));

let chromium;
let server;
let port = 0;
const stops = [];

/** The firm's server; it keeps its port when it comes back. */
async function startServer() {
  const child = spawn(NETRA, ['serve', '--data', srv, '--listen', `127.0.0.1:${port}`, '--per-minute', '5000'], { env, stdio: ['ignore', 'pipe', 'ignore'] });
  const address = await new Promise((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
      const found = /http:\/\/127\.0\.0\.1:(\d+)/.exec(said);
      if (found) resolve(found);
    });
    child.on('exit', (code) => reject(new Error(`the server ended with ${code}: ${said}`)));
  });
  port = Number(address[1]);
  server = { child, address: address[0], since: Date.now() };
}
async function killServer() {
  const gone = new Promise((resolve) => server.child.on('exit', resolve));
  server.child.kill('SIGKILL');
  await gone;
}

/** A window before a folder. */
async function window(t, workspace, { theme = 'light', locale = 'en', width = 1280, as } = {}) {
  const desk = await serve(workspace, as);
  const context = await chromium.newContext({ viewport: { width, height: 900 }, locale: 'en-IN' });
  await context.addInitScript(
    ([theme, locale]) => {
      localStorage.setItem('netra.theme', theme);
      localStorage.setItem('netra.locale', locale);
    },
    [theme, locale],
  );
  const page = await context.newPage();
  page.setDefaultTimeout(LONG);
  const said = complaints(page);
  await page.goto(desk.address);
  const stop = async () => {
    await context.close();
    await desk.stop();
  };
  stops.push(stop);
  return { page, said, base: new URL(desk.address).origin };
}
const chip = (page, words) => page.locator('nav .chip', { hasText: words }).first().waitFor();
/** The rpc as the page itself uses it. */
const rpc = (page, request) =>
  page.evaluate(async (request) => {
    const answer = await fetch('/rpc', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(request) });
    return answer.json();
  }, request);
async function run(page, name, args) {
  const answer = await rpc(page, { op: 'run', name, args, locale: 'en' });
  assert.ok(answer.ok, JSON.stringify(answer));
  return answer.ok.outcome;
}
/** Waits until a question's answer is as wanted. */
async function until(what, ask, isSo) {
  const end = Date.now() + LONG;
  for (;;) {
    const answer = await ask();
    if (isSo(answer)) return answer;
    assert.ok(Date.now() < end, `never: ${what}: ${JSON.stringify(answer).slice(0, 400)}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

before(async () => {
  chromium = await browser();
});
after(async () => {
  for (const stop of stops) await stop();
  await chromium?.close();
  if (server?.child.exitCode === null && server.child.signalCode === null) await killServer();
  await remove(folder);
});

let owner;
let caller;
const person = (name, email, roles) => ({ name, email, roles, languages: ['en'] });

test('a person joins the firm in the window and sees how the copy is filled', async (t) => {
  const made = cli('tenant', 'create', 'acme', '--data', srv, '--firm-name', 'Acme Consulting', '--owner-name', 'Olivia Rao',
    '--owner-email', 'owner@acme.example', '--state-code', '27', '--unencrypted');
  await startServer();
  owner = await window(t, join(folder, 'owner'));
  const { page, said } = owner;
  await page.locator('main form').waitFor();
  await page.keyboard.press('j');
  await page.getByLabel('Address', { exact: true }).fill(`${server.address}/acme`);
  await page.getByLabel('E-mail', { exact: true }).fill('owner@acme.example');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('Code from the invitation').fill('not-the-code');
  await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  assert.deepEqual(await axe(page), []);
  await shot(page, 'sync-join');
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await page.getByRole('alert').waitFor();
  await page.getByLabel('Code from the invitation').fill(made.invitation);
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await chip(page, 'Up to date');
  await page.locator('main h1').first().waitFor();
  assert.deepEqual(said, []);
});

/** What an owner reads to a colleague who is to join. */
async function invited({ page, base }, name, email) {
  await page.goto(`${base}/settings/team`);
  await page.getByRole('button', { name: `More for ${name}` }).click();
  await page.getByRole('menuitem', { name: /^Invite to this workspace/ }).click();
  const dialog = page.getByRole('dialog', { name: `Invite ${name}` });
  await dialog.getByText('sends no mail').waitFor();
  assert.equal(await dialog.getByRole('button', { name: 'Send by mail' }).count(), 0);
  await dialog.getByRole('button', { name: 'Make a code' }).click();
  const fact = async (label) => (await dialog.locator('dt', { hasText: label }).locator('xpath=following-sibling::dd[1]').textContent()).trim();
  const code = await fact('Code from the invitation');
  assert.equal(await fact('Address'), `${server.address}/acme`);
  assert.equal(await fact('E-mail'), email);
  assert.deepEqual(await axe(page), []);
  await shot(page, 'sync-invite');
  await dialog.getByRole('button', { name: 'Done' }).click();
  await dialog.waitFor({ state: 'hidden' });
  return code;
}

test('a second desk hears at once what the first one does', async (t) => {
  await run(owner.page, 'person.add', person('Caller One', 'caller@acme.example', ['telecaller', 'sales_executive']));
  await until('handed in', () => rpc(owner.page, { op: 'sync', name: 'state' }), (answer) => answer.ok.state === 'up_to_date' && answer.ok.waiting === 0);
  const invitation = await invited(owner, 'Caller One', 'caller@acme.example');
  const copy = join(folder, 'caller');
  cli('-w', copy, 'connect', `${server.address}/acme`, '--email', 'caller@acme.example', '--invitation', invitation, '--label', 'the caller’s laptop', '--unencrypted');
  caller = await window(t, copy);
  await chip(caller.page, 'Up to date');
  await caller.page.goto(`${caller.base}/leads`);
  const { id: me } = (await rpc(caller.page, { op: 'ask', name: 'person.me', args: {} })).ok;
  const { lead } = await run(owner.page, 'lead.create', { name: 'Asha Deshpande', phone: '+919822000001' });
  await run(owner.page, 'lead.assign', { leads: [lead], to: me });
  await caller.page.getByText('Asha Deshpande').first().waitFor();
  assert.deepEqual(caller.said, []);
});

test('what was handed in is taken back by a key, on both desks', async () => {
  const { page, base } = owner;
  const shown = (who) => who.page.locator('.row', { hasText: 'Asha Deshpande' });
  await page.goto(`${base}/leads`);
  await shown(owner).waitFor();
  await page.getByRole('grid').focus();
  await page.keyboard.press('ArrowDown');
  await page.locator('.row.marked').waitFor();
  await page.keyboard.press('h');
  // It does not go away while it is pointed at.
  await page.getByRole('button', { name: /^Undo/ }).hover();
  await shown(caller).waitFor({ state: 'detached' });
  // What waits here has numbers below zero.
  const past = () => rpc(page, { op: 'ask', name: 'history.recent', args: {} });
  await until('the copy has nothing of its own left to take back', past, (answer) => answer.ok?.rows.every((row) => row.seq > 0));
  await chip(page, 'Up to date');
  await page.keyboard.press('Control+z');
  await page.getByText('Undone', { exact: false }).first().waitFor();
  await shown(owner).waitFor();
  await shown(caller).waitFor();
  assert.deepEqual(owner.said, []);
});

test('a caller takes from the pool what the server gives, and has it at once', async () => {
  const { page, base } = caller;
  for (const n of [1, 2, 3]) await run(owner.page, 'lead.create', { name: `Pool Lead ${n}`, phone: `+91982200011${n}` });
  const pool = () => cli('-w', join(srv, 'workspaces', 'acme'), '--as', 'owner@acme.example', 'ask', 'queue.unassigned', '{}');
  await until('they are with the server', pool, (list) => list.rows.length === 3);
  await page.goto(`${base}/calls`);
  await page.getByRole('heading', { name: 'Queue', exact: true }).waitFor();
  const leads = () => rpc(page, { op: 'ask', name: 'lead.list', args: {} });
  assert.equal((await leads()).ok.rows.length, 1, 'what nobody has is on no caller’s device');
  await page.keyboard.press('t');
  await page.getByText('3 leads are yours now').waitFor();
  await until('they are here', leads, (answer) => answer.ok.rows.length === 4);
  assert.equal(pool().rows.length, 0);
  await page.keyboard.press('t');
  await page.getByText('There is nothing to take').waitFor();
  assert.deepEqual(caller.said, []);
});

test('an invitation goes by mail where the server sends some; a refusal is read in the dialog', async () => {
  const { page, base } = owner;
  await page.route('**/rpc', async (route) => {
    const isAsked = route.request().postDataJSON()?.name === 'has_mail';
    await (isAsked ? route.fulfill({ json: { ok: true } }) : route.fallback());
  });
  await page.goto(`${base}/settings/team`);
  await page.getByRole('button', { name: 'More for Caller One' }).click();
  await page.getByRole('menuitem', { name: /^Invite to this workspace/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Invite Caller One' });
  await dialog.getByRole('button', { name: 'Send by mail' }).click();
  // This server sends none, whatever the page was told.
  await dialog.getByRole('alert').filter({ hasText: /mail/ }).waitFor();
  await page.keyboard.press('Escape');
  await page.unroute('**/rpc');
});

test('a code that comes late is never shown as somebody else’s', async () => {
  const { page, base } = owner;
  await run(page, 'person.add', person('Caller Two', 'two@acme.example', ['telecaller']));
  let letGo;
  const free = new Promise((resolve) => (letGo = resolve));
  const name = (request) => request.postDataJSON()?.name;
  await page.route('**/rpc', async (route) => {
    if (name(route.request()) === 'invite') await free;
    await route.fallback();
  });
  await page.goto(`${base}/settings/team`);
  const invite = async (who) => {
    await page.getByRole('button', { name: `More for ${who}` }).click();
    await page.getByRole('menuitem', { name: /^Invite to this workspace/ }).click();
    const dialog = page.getByRole('dialog', { name: `Invite ${who}` });
    await dialog.getByText('sends no mail').waitFor();
    return dialog;
  };
  const first = await invite('Caller One');
  const late = page.waitForResponse((response) => name(response.request()) === 'invite');
  await first.getByRole('button', { name: 'Make a code' }).click();
  await page.keyboard.press('Escape');
  const second = await invite('Caller Two');
  letGo();
  await (await late).finished();
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  assert.equal(await second.getByText('Code from the invitation').count(), 0);
  assert.ok(await second.getByRole('button', { name: 'Make a code' }).isEnabled());
  await page.keyboard.press('Escape');
  await page.unroute('**/rpc');
});

test('how long a copy opens away from the server is the firm’s to say', async () => {
  const { page, base } = owner;
  await page.goto(`${base}/settings/sync`);
  const days = page.getByLabel('Days without contact');
  assert.equal(await days.inputValue(), '30');
  await days.fill('400');
  await days.press('Tab');
  await page.locator('.error, .fault', { hasText: '365' }).first().waitFor();
  await days.fill('14');
  await days.press('Tab');
  await until('the firm’s word', () => rpc(page, { op: 'ask', name: 'setting.list', args: {} }), (answer) => answer.ok.rows.find((row) => row.key === 'sync.offline_days').value === 14);
  const theirs = () => rpc(caller.page, { op: 'ask', name: 'setting.list', args: {} });
  await until('the other desk’s too', theirs, (answer) => answer.ok.rows.find((row) => row.key === 'sync.offline_days').value === 14);
});

test('without the server both go on, and it is said in words', async () => {
  const { page } = owner;
  await killServer();
  await chip(page, 'Offline');
  await chip(caller.page, 'Offline');
  const added = await run(page, 'person.add', person('Meera Iyer', 'meera@acme.example', ['telecaller']));
  await run(page, 'person.set_roles', { person: added.person, roles: ['finance'] });
  await run(page, 'person.add', person('Second Meera', 'second@acme.example', ['telecaller']));
  await run(page, 'lead.create', { name: 'Made Offline', phone: '+919822000002' });
  const lead = (await rpc(caller.page, { op: 'ask', name: 'lead.list', args: {} })).ok.rows.find((row) => row.name === 'Asha Deshpande');
  await run(caller.page, 'lead.update', { lead: lead.id, city: 'Nashik' });
  await caller.page.keyboard.press('t');
  await caller.page.getByText(/Taking new leads needs the server.*You can go on with yours/).waitFor();
  await shot(caller.page, 'sync-take-offline');
  await chip(page, 'Offline, 4 to hand in');
  await page.locator('nav .chip').first().click();
  await page.getByRole('dialog', { name: 'Sync' }).getByText(/cannot be reached/).first().waitFor();
  assert.deepEqual(await axe(page), []);
  await shot(page, 'sync-sheet-offline');
  await page.keyboard.press('Escape');
});

test('what both did meets, and what was not applied is explained, changed, tried again and let go', async () => {
  const { page } = owner;
  // Somebody at the server's own desk takes both addresses meanwhile.
  for (const email of ['meera@acme.example', 'second@acme.example']) {
    cli('-w', join(srv, 'workspaces', 'acme'), '--as', 'owner@acme.example', 'run', 'person.add', JSON.stringify(person('Somebody Else', email, ['telecaller'])));
  }
  await startServer();
  await chip(page, 'Needs attention: 3');
  await until('the other’s change is here', () => rpc(page, { op: 'ask', name: 'lead.list', args: {} }), (answer) => answer.ok.rows.some((row) => row.city === 'Nashik'));
  await page.goto(`${owner.base}/inbox`);
  const card = page.getByRole('region', { name: 'Needs attention' });
  await card.getByText(/added Meera Iyer/).waitFor();
  await card.getByText('Built on it, and therefore not applied either').waitFor();
  assert.equal(await card.getByRole('button', { name: /^Try again:/ }).count(), 3);
  for (const theme of ['light', 'dark']) {
    await page.evaluate((theme) => (document.documentElement.dataset.theme = theme), theme);
    assert.deepEqual(await axe(page), [], theme);
    await shot(page, `sync-attention-${theme}`);
  }
  // As it was it is refused again, in words.
  await card.getByRole('button', { name: /^Try again: .*added Meera Iyer/ }).click();
  await page.getByRole('alert').or(page.getByRole('status')).getByText(/meera@acme\.example/).first().waitFor();
  // Changed, it passes, and so does what was built on it.
  await card.getByRole('button', { name: /^Change and try again: .*added Meera Iyer/ }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel(/mail/i).fill('meera.iyer@acme.example');
  await shot(page, 'sync-attention-edit');
  await form.getByRole('button', { name: 'Try again' }).click();
  await until('two are left', () => rpc(page, { op: 'sync', name: 'attention' }), (answer) => answer.ok.rows.length === 2);
  await card.getByRole('button', { name: /^Try again: .*roles/ }).click();
  await until('one is left', () => rpc(page, { op: 'sync', name: 'attention' }), (answer) => answer.ok.rows.length === 1);
  await card.getByRole('button', { name: /^Let go: .*Second Meera/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Let go' }).click();
  await chip(page, 'Up to date');
  await card.getByText(/every change is in place/).waitFor();
  const people = () => cli('-w', join(srv, 'workspaces', 'acme'), '--as', 'owner@acme.example', 'ask', 'person.list', '{}');
  await until('the server has her', people, (list) => list.rows.some((row) => row.email === 'meera.iyer@acme.example' && row.roles.includes('finance')));
});

test('what others did is told, with the way to it', async () => {
  const { page } = owner;
  // Much of the same is one line, until it is unfolded.
  const lead = (await rpc(caller.page, { op: 'ask', name: 'lead.list', args: {} })).ok.rows.find((row) => row.name === 'Asha Deshpande');
  for (const body of ['First', 'Second', 'Third']) await rpc(caller.page, { op: 'run', name: 'lead.add_note', args: { lead: lead.id, body } });
  await chip(caller.page, 'Up to date');
  await page.goto(`${owner.base}/changes?since=week`);
  await page.getByText(/Caller One changed the lead Asha Deshpande/).first().waitFor();
  await page.getByRole('link', { name: 'Asha Deshpande' }).first().waitFor();
  const notes = page.getByRole('listitem').filter({ hasText: /Caller One .*note/ });
  await notes.first().getByRole('button', { name: /more like it/ }).waitFor();
  assert.equal(await notes.count(), 1);
  assert.deepEqual(await axe(page), []);
  await shot(page, 'sync-changes');
  await notes.first().getByRole('button', { name: /more like it/ }).click();
  await notes.nth(2).waitFor();
  await notes.first().getByRole('button', { name: 'Fold together' }).click();
  await notes.nth(1).waitFor({ state: 'detached' });
  await page.keyboard.press('j');
  await page.keyboard.press('o');
  await page.waitForURL(/\/(leads|deals|companies)\//);
});

test('devices are listed; one is signed out for good and says so', async () => {
  const { page } = owner;
  await page.goto(`${owner.base}/settings/sync`);
  await page.getByText('the caller’s laptop').first().waitFor();
  assert.deepEqual(await axe(page), []);
  await shot(page, 'sync-settings');
  await page.getByRole('button', { name: 'Sign out: the caller’s laptop' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
  await chip(caller.page, 'Signed out by the firm');
});

test('a lost device is told to remove its copy, shows nothing of it any more, and says that it did', async (t) => {
  const { page } = owner;
  const phone = join(folder, 'phone');
  cli('-w', phone, 'connect', `${server.address}/acme`, '--email', 'caller@acme.example', '--label', 'a lost phone', '--unencrypted');
  const shown = (await window(t, phone)).page;
  await shown.goto(`${new URL(shown.url()).origin}/leads`);
  await shown.getByText('Asha Deshpande').first().waitFor();
  await page.goto(`${owner.base}/settings/sync`);
  await page.getByRole('button', { name: 'Remove the copy on: a lost phone' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove the copy' }).click();
  const lost = page.getByRole('row').or(page.getByRole('listitem')).filter({ hasText: 'a lost phone' });
  await shown.getByText(/This copy was removed from here/).first().waitFor();
  await shown.getByRole('heading', { name: 'Leads' }).waitFor({ state: 'detached' });
  assert.equal(await shown.getByText('Asha Deshpande').count(), 0);
  await shot(shown, 'sync-removed');
  const refused = (...args) => {
    try {
      cli('-w', phone, ...args);
    } catch (error) {
      return JSON.parse(error.stderr).error.code;
    }
    return 'nothing';
  };
  assert.equal(refused('sync'), 'workspace.wiped');
  assert.equal(refused('ask', 'person.me'), 'workspace.wiped');
  await page.reload();
  await lost.getByText(/Copy removed/).waitFor();
});

/** The six digits of this moment, as an authenticator app makes them. */
function sixDigits(secret) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const now = Date.parse(NOW) + Date.now() - server.since;
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(now / 30_000)));
  const hash = createHmac('sha1', key).update(step).digest();
  const number = hash.readUInt32BE(hash[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

test('a code beside the password is turned on, asked for, and turned off again', async () => {
  const { page } = owner;
  await page.goto(`${owner.base}/settings/sync`);
  const card = page.getByRole('region', { name: 'Second factor' });
  await card.getByRole('button', { name: 'Turn on' }).click();
  await card.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await card.getByRole('button', { name: 'Go on' }).click();
  await card.getByRole('img', { name: 'A code for your app’s camera' }).waitFor();
  assert.deepEqual(await axe(page), []);
  await shot(page, 'sync-second-factor');
  const secret = (await card.locator('code').innerText()).replaceAll(' ', '');
  const right = sixDigits(secret);
  await card.getByLabel('One-time code').fill(String((Number(right) + 1) % 1_000_000).padStart(6, '0'));
  await card.getByRole('button', { name: 'Turn on with this code' }).click();
  await card.getByRole('alert').waitFor();
  await card.getByLabel('One-time code').fill(sixDigits(secret));
  await card.getByRole('button', { name: 'Turn on with this code' }).click();
  await card.getByText(/It is on\. Each of these/).waitFor();
  const codes = await card.getByRole('listitem').allInnerTexts();
  assert.equal(new Set(codes).size, 10);
  assert.deepEqual(await axe(page), []);
  await shot(page, 'sync-recovery-codes');
  await card.getByRole('button', { name: 'I have kept them' }).click();
  await card.getByText('10 recovery codes are left.').waitFor();

  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
  await chip(page, 'Signed out');
  const signIn = page.locator('form').filter({ has: page.getByRole('button', { name: 'Sign in', exact: true }) });
  await signIn.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await signIn.getByRole('button', { name: 'Sign in', exact: true }).click();
  await signIn.getByRole('alert').waitFor();
  await signIn.getByLabel('One-time code').fill(codes[0]);
  await signIn.getByRole('button', { name: 'Sign in', exact: true }).click();
  await chip(page, 'Up to date');

  await card.getByText('9 recovery codes are left.').waitFor();
  await card.getByRole('button', { name: 'Turn off' }).click();
  await card.getByLabel('Password', { exact: true }).fill(PASSWORD);
  // Used once is used up.
  await card.getByLabel('One-time code').fill(codes[0]);
  await card.getByRole('button', { name: 'Turn off' }).click();
  await card.getByRole('alert').waitFor();
  await card.getByLabel('One-time code').fill(codes[1]);
  await card.getByRole('button', { name: 'Turn off' }).click();
  await card.getByText(/^Off: the password alone/).waitFor();
});

test('signed out, work goes on and is handed in after signing in again', async () => {
  const { page } = owner;
  await page.goto(`${owner.base}/settings/sync`);
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
  await chip(page, 'Signed out');
  await run(page, 'lead.create', { name: 'While Signed Out', phone: '+919822000003' });
  await page.getByLabel('Password', { exact: true }).fill('not the right one');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('alert').waitFor();
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await chip(page, 'Up to date');
  const leads = () => cli('-w', join(srv, 'workspaces', 'acme'), '--as', 'owner@acme.example', 'ask', 'lead.list', '{}');
  await until('it is handed in', leads, (list) => list.rows.some((row) => row.name === 'While Signed Out'));
});

test('a workspace that is here alone is handed over in the window', async (t) => {
  const alone = join(folder, 'alone');
  cli('init', alone, '--name', 'Beta', '--owner-name', 'Bina Shah', '--owner-email', 'bina@beta.example', '--unencrypted');
  const { attach } = cli('tenant', 'reserve', 'beta', '--data', srv);
  const { page, base } = await window(t, alone, { locale: 'hi', theme: 'dark', width: 360 });
  await page.locator('main h1').first().waitFor();
  await page.goto(`${base}/settings/sync`);
  await page.getByLabel('पता', { exact: true }).fill(`${server.address}/beta`);
  await page.getByLabel('जोड़ने का कोड').fill(attach);
  await page.getByLabel('नया पासवर्ड').fill(PASSWORD);
  assert.deepEqual(await axe(page), []);
  await shot(page, 'sync-attach-hi');
  await page.getByRole('button', { name: 'सौंपें', exact: true }).click();
  await until('handed over', () => rpc(page, { op: 'sync', name: 'state' }), (answer) => answer.ok.state === 'up_to_date');
  await page.getByText('यही', { exact: true }).waitFor();
  await shot(page, 'sync-attached-hi');
  assert.equal(netra(alone, 'status').sync.workspace, 'beta');
});

for (const locale of ['en', 'hi']) {
  test(`a copy whose database is damaged is fetched anew, with what waited in it, ${locale}`, async (t) => {
    const email = `damaged-${locale}@acme.example`;
    const firm = join(srv, 'workspaces', 'acme');
    netra(firm, 'run', 'person.add', JSON.stringify(person('Dina Rao', email, ['telecalling_manager'])));
    const { invitation } = cli('tenant', 'invite', 'acme', email, '--data', srv);
    const copy = join(folder, `damaged-${locale}`);
    cli('-w', copy, 'connect', `${server.address}/acme`, '--email', email, '--invitation', invitation, '--unencrypted');
    for (const n of [1, 2]) cli('-w', copy, 'run', 'lead.create', JSON.stringify({ name: `Waits ${locale} ${n}`, phone: `+9198220${locale === 'en' ? 61 : 62}00${n}` }));
    const database = join(copy, 'netra.db');
    writeFileSync(database, randomBytes(statSync(database).size));

    const { page, said } = await window(t, copy, { locale, width: locale === 'en' ? 1280 : 320 });
    const words = {
      en: { title: 'This copy is damaged', waits: /in a file of their own: 2/, password: 'Password', send: 'Fetch it anew' },
      hi: { title: 'यह प्रति क्षतिग्रस्त है', waits: /अलग फ़ाइल में सुरक्षित हैं: 2/, password: 'पासवर्ड', send: 'फिर से लाएँ' },
    }[locale];
    await page.getByRole('heading', { name: words.title }).waitFor();
    await page.getByText(words.waits).waitFor();
    assert.deepEqual(await axe(page), []);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0, 'too wide');
    await shot(page, `sync-damaged-${locale}`);
    await page.getByLabel(words.password, { exact: true }).fill('not this one');
    await page.getByRole('button', { name: words.send }).click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel(words.password, { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: words.send }).click();
    const names = () => netra(firm, 'ask', 'lead.list', '{}').rows.map((row) => row.name).filter((name) => name.startsWith(`Waits ${locale}`));
    await until('what waited is on the server', () => Promise.resolve(names()), (all) => all.length === 2);
    await page.getByRole('heading', { name: words.title }).waitFor({ state: 'detached' });
    assert.ok(readdirSync(copy).some((name) => name.startsWith('netra.db.damaged-')), 'the damaged one is kept');
    assert.deepEqual(said, []);
  });
}
