// The journey's main path in the real desktop window, by keys: a call from the queue on the simulated
// line, a quote with the core's own total, a project completed through its check. What the window
// did is then asked of the same workspace by the command line, while the window is open.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { DESKTOP, NETRA, Window, eventually, home } from './_driver.mjs';
import { remove } from '../_folders.mjs';

const ENTER = '\uE007';
const TAB = '\uE004';
const ESCAPE = '\uE00C';

const { folder, env } = home('journey');
const workspace = join(folder, 'firm');
env.NETRA_WORKSPACE = workspace;
let window;

function netra(...args) {
  return JSON.parse(execFileSync(NETRA, args, { env: { ...process.env, ...env }, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }));
}
const ask = (query, args = {}) => netra('ask', query, JSON.stringify(args));
const run = (command, args) => netra('run', command, JSON.stringify(args)).outcome;

before(async () => {
  netra('init', workspace, '--demo');
  // The window's clock is the machine's, and tests run at any hour.
  run('setting.set', { key: 'calling.opens', value: '00:00' });
  run('setting.set', { key: 'calling.closes', value: '23:59' });
  const owner = ask('person.list').rows.find((person) => person.roles.includes('owner'));
  for (const n of [1, 2, 3]) {
    const { lead } = run('lead.create', { name: `Journey ${n}`, phone: `98220 1143${n}`, keep_both: true });
    run('lead.assign', { leads: [lead], to: owner.id });
  }
  window = await Window.open(DESKTOP, [], env);
  await window.firm();
});
after(async () => {
  await window?.shoot('journey');
  await window?.close();
  await remove(folder);
});

const path = () => window.run('return location.pathname');
const shows = (text) => window.run('return document.querySelector("main").textContent.includes(arguments[0])', text);
const focused = () =>
  window.run("const a = document.activeElement; return (a?.getAttribute('aria-label') ?? a?.textContent ?? '').trim()");

/** Waits until the page that keys led to stands, with nothing holding the focus back. */
async function go(keys, place) {
  // A page that is only just coming hears no keys yet: they are pressed again.
  await eventually(async () => {
    await window.run('document.activeElement.blur()');
    await window.type(keys);
    return eventually(async () => (await path()) === place, place, 5);
  }, place);
}

/** Opens the row of a list that holds these words. */
async function open(words, place) {
  await eventually(
    () =>
      window.run(
        `const row = [...document.querySelectorAll('.grid .row')].find((r) => r.textContent.includes(arguments[0]));
         row?.setAttribute('data-wanted', ''); return row !== undefined`,
        words,
      ),
    `the row ${words}`,
  );
  await window.click('[data-wanted]');
  await eventually(async () => {
    if ((await path()) !== place) await window.keys(ENTER);
    return (await path()) === place;
  }, place);
}

test('the queue: call, outcome, and the next lead is there', async () => {
  await go('gq', '/calls');
  const card = () => window.text('section .name');
  const name = await eventually(card, 'the next lead');
  await window.type('c');
  await eventually(() => window.run("return document.querySelector('[role=timer]') !== null"), 'the call');
  await eventually(() => window.run("return document.querySelector('section textarea') !== null"), 'the call is connected');
  await window.run('document.activeElement.blur()');
  await window.type('4');
  await eventually(async () => (await card()) !== name, 'the next lead');
  // By its name: late in the day the demo firm's own calls of that day are newer.
  const calls = ask('call.list', { limit: 50 }).rows.filter((row) => row.lead_name === name);
  assert.equal(calls.length, 1);
  assert.notEqual(calls[0].outcome, null);
});

test('a quote shows the total that the core has', async () => {
  const quote = ask('quote.list').rows.find((row) => row.state === 'accepted');
  const total = ask('quote.get', { quote: quote.id }).offers[0].total.minor;
  const rupees = new Intl.NumberFormat('en-IN', { minimumFractionDigits: 2 }).format(total / 100);
  await go('gu', '/quotes');
  await open(quote.number, `/quotes/${quote.id}`);
  await eventually(() => shows(rupees), `the total ${rupees}`);
});

test('a project is completed through its check', async () => {
  const project = ask('project.list').rows.find((row) => row.name.startsWith('Malabar Chemicals'));
  assert.equal(project.stage, 'closing');
  await go('gp', '/projects');
  await open(project.name, `/projects/${project.id}`);
  await eventually(() => shows(project.name), 'its name');
  await window.type('v');
  await eventually(() => window.run("return document.querySelectorAll('dialog[open] li').length >= 8"), 'eight lines');
  for (let n = 0; n < 60 && !(await focused()).startsWith('Complete the project'); n++) await window.keys(TAB);
  await window.keys(ENTER);
  const stage = () => ask('project.list').rows.find((row) => row.id === project.id).stage;
  await eventually(() => stage() === 'completed', 'the project is completed');
  await window.keys(ESCAPE);
  await eventually(() => shows('Completed'), 'the window says so');
});
