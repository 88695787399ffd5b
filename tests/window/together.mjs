// Two desktop windows, a copy without a window, and the firm's server: one of them comes back after a week in
// which it was alone. All come to the same, and what was not applied is explained in words.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { remove } from '../_folders.mjs';
import { DESKTOP, NETRA, Window, eventually, home } from './_driver.mjs';

const DAY = 86_400_000;
const { folder, env } = home('together');
const srv = join(folder, 'srv');
const copy = (who) => join(folder, who);
/** Somewhat less than seven days ago: a sign-in lasts that long without contact. */
const BEGIN = Date.now() - 6.9 * DAY;
const clean = { ...process.env, ...env, NETRA_PASSWORD: 'correct horse battery staple' };
for (const name of ['NETRA_WORKSPACE', 'NETRA_EMAIL', 'NETRA_INVITATION', 'NETRA_ATTACH', 'NETRA_CA', 'NETRA_NOW']) delete clean[name];
/** The command line, so many days after the beginning; at this moment when no day is said. */
const on = (day) => (day === undefined ? clean : { ...clean, NETRA_NOW: new Date(BEGIN + day * DAY).toISOString() });
const cli = (day, ...args) => JSON.parse(execFileSync(NETRA, ['--json', ...args], { encoding: 'utf8', env: on(day) }));
const run = (day, who, name, args) => cli(day, '-w', copy(who), 'run', name, JSON.stringify(args)).outcome;
const sync = (day, who) => cli(day, '-w', copy(who), 'sync');

let port = 0;
let address;
let server;
let watching;
const windows = {};

async function serve(day) {
  server = spawn(NETRA, ['--json', 'serve', '--data', srv, '--listen', `127.0.0.1:${port}`, '--per-minute', '5000'], {
    env: on(day),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let said = '';
  server.stdout.on('data', (chunk) => (said += chunk));
  address = await eventually(() => /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0], 'the server');
  port = Number(address.split(':').at(-1));
}
async function end(child) {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.on('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}
function joined(day, who, email, invitation) {
  cli(day, '-w', copy(who), 'connect', `${address}/acme`, '--email', email, '--label', who, '--unencrypted', ...(invitation ? ['--invitation', invitation] : []));
}
/** What a window answers. */
const ask = (who, request) =>
  windows[who].later("return window.__TAURI_INTERNALS__.invoke('rpc', { request: { locale: 'en', ...arguments[0] } })", request).then((answer) => {
    if (answer.error) throw new Error(JSON.stringify(answer.error));
    return answer.ok;
  });
const says = (who, words) => eventually(async () => ((await windows[who].text('nav .chip')) ?? '').includes(words), `${who}: ${words}`, 120);
const shows = (who, words) => eventually(() => windows[who].run('return document.body.innerText.includes(arguments[0])', words), `${who} shows ${words}`, 120);
/** Leads as somebody has them, in one order. */
const sorted = (list) => list.rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));

before(async () => {
  const made = cli(0, 'tenant', 'create', 'acme', '--data', srv, '--firm-name', 'Acme Consulting', '--owner-name', 'Olivia Rao',
    '--owner-email', 'owner@acme.example', '--state-code', '27', '--unencrypted');
  await serve(0);
  joined(0, 'olivia', 'owner@acme.example', made.invitation);
  joined(0, 'office', 'owner@acme.example');
  const { person } = run(0, 'olivia', 'person.add', { name: 'Ravi Kumar', email: 'ravi@acme.example', roles: ['telecaller'], languages: ['en'] });
  const { lead } = run(0, 'olivia', 'lead.create', { name: 'Asha Deshpande', phone: '+919822000001', city: 'Pune' });
  run(0, 'olivia', 'lead.assign', { leads: [lead], to: person });
  sync(0, 'olivia');
  joined(0, 'ravi', 'ravi@acme.example', cli(0, '-w', copy('olivia'), 'invite', 'ravi@acme.example').invitation);
  // A week: Ravi is alone with his copy, the others talk with the server.
  run(1, 'ravi', 'lead.update', { lead, city: 'Nashik' });
  run(2, 'ravi', 'lead.add_note', { lead, body: 'Wants a visit' });
  run(3, 'ravi', 'lead.create', { name: 'Bharat Textiles', phone: '+919822000077' });
  run(4, 'ravi', 'lead.create', { name: 'Only His', phone: '+919822000078' });
  run(5, 'olivia', 'lead.create', { name: 'Bharat Textiles Pvt Ltd', phone: '+919822000077' });
  run(5, 'olivia', 'lead.update', { lead, email: 'asha@client.example' });
  sync(5, 'olivia');
  sync(5, 'office');
  await end(server);
});
after(async () => {
  for (const window of Object.values(windows)) await window.close().catch(() => undefined);
  await end(watching);
  await end(server);
  await remove(folder);
});

test('after a week alone what one did meets what the others did, in front of both', async () => {
  await serve();
  watching = spawn(NETRA, ['-w', copy('office'), 'sync', '--watch'], { env: clean, stdio: 'ignore' });
  for (const who of ['olivia', 'ravi']) {
    windows[who] = await Window.open(DESKTOP, [copy(who)], { ...env, XDG_DATA_HOME: join(folder, 'data', who) });
    assert.equal(await windows[who].firm(), 'Acme Consulting');
  }
  await says('ravi', 'Needs attention: 1');
  await says('olivia', 'Up to date');
  await windows.ravi.run("document.querySelector('nav a[href=\"/inbox\"]').click()");
  // Why, in words, and what can be done.
  await shows('ravi', 'Bharat Textiles');
  await shows('ravi', 'Try again');
  await shows('ravi', 'already');
  await windows.ravi.shoot('together-attention');
  await windows.olivia.run("document.querySelector('nav a[href=\"/leads\"]').click()");
  await shows('olivia', 'Only His');
  await shows('olivia', 'Nashik');
  await windows.olivia.shoot('together-leads');
});

test('in the end all three have the same', async () => {
  // What both changed of one lead is both in it.
  await eventually(async () => {
    const [lead] = (await ask('ravi', { op: 'ask', name: 'lead.list', args: { text: 'Asha' } })).rows;
    const whole = await ask('ravi', { op: 'ask', name: 'lead.get', args: { lead: lead.id } });
    return whole.city === 'Nashik' && whole.email === 'asha@client.example';
  }, 'one lead of both');
  const office = () => cli(undefined, '-w', copy('office'), 'ask', 'lead.list', '{}');
  const olivia = () => ask('olivia', { op: 'ask', name: 'lead.list', args: {} });
  await eventually(async () => isDeepStrictEqual(sorted(office()), sorted(await olivia())), 'the copy without a window', 120);
  const all = sorted(await olivia());
  assert.deepEqual(all.map((lead) => lead.name).toSorted(), ['Asha Deshpande', 'Bharat Textiles Pvt Ltd', 'Only His']);
  const his = sorted(await ask('ravi', { op: 'ask', name: 'lead.list', args: {} }));
  assert.deepEqual(his, all.filter((lead) => his.some((own) => own.id === lead.id)), 'his are theirs, word for word');
  assert.deepEqual(his.map((lead) => lead.name).toSorted(), ['Asha Deshpande', 'Only His']);
});

test('from then on each hears at once what another does', async () => {
  const [lead] = (await ask('olivia', { op: 'ask', name: 'lead.list', args: { text: 'Only' } })).rows;
  await ask('olivia', { op: 'run', name: 'lead.update', args: { lead: lead.id, city: 'Surat' } });
  await eventually(async () => (await ask('ravi', { op: 'ask', name: 'lead.list', args: { text: 'Only' } })).rows[0]?.city === 'Surat', 'Ravi has it');
  await eventually(() => cli(undefined, '-w', copy('office'), 'ask', 'lead.list', '{"text":"Only"}').rows[0]?.city === 'Surat', 'the office has it');
});
