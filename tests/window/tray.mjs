// The tray of callers, seen and pressed through the part of a desktop that shows trays: a few lines of Python
// here, that speak what every desktop's own does.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { remove } from '../_folders.mjs';
import { DESKTOP, NETRA, Window, eventually, home } from './_driver.mjs';

const { folder, env } = home('tray');
const firm = join(folder, 'firm');
const doors = join(env.XDG_DATA_HOME, 'app.netra.desktop', 'doors');
let window;

/** Debian's own Python: another on the path has not its libraries. */
const desktop = spawn('/usr/bin/python3', [new URL('tray.py', import.meta.url).pathname], { stdio: ['pipe', 'pipe', 'inherit'] });
const said = [];
createInterface({ input: desktop.stdout }).on('line', (line) => said.push(JSON.parse(line)));
const menu = () => said.findLast((one) => one.menu)?.menu ?? [];
const press = (label) => desktop.stdin.write(`${label}\n`);

const path = () => window.run('return location.pathname');

before(async () => {
  await eventually(() => said.some((one) => one.ready), 'a desktop that shows trays');
  execFileSync(NETRA, ['init', firm, '--demo'], { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit'] });
  window = await Window.open(DESKTOP, [firm], env);
  await window.firm();
});
after(async () => {
  desktop.kill();
  await window?.close().catch(() => undefined);
  await remove(folder);
});

test('it has the next promised call, Show and Quit, in the language in use', async () => {
  await eventually(() => menu().length === 3, 'its menu');
  assert.equal(said.find((one) => one.status)?.status, 'Active');
  assert.match(menu()[0], /^(Next call \d\d?:\d\d.*: .+|No call is promised)$/);
  assert.deepEqual(menu().slice(1), ['Show Netra', 'Quit']);
  await window.run("document.querySelector('nav button[lang=hi]').click()");
  await eventually(() => menu()[1] === 'Netra दिखाएँ', 'Hindi');
  await window.run("document.querySelector('nav button[lang=en]').click()");
  await eventually(() => menu()[1] === 'Show Netra', 'English again');
});

test('pressing an entry shows its page', async () => {
  await window.shell('tray', {
    entries: [
      { title: 'The quotes', does: '/quotes' },
      { title: 'A place of none of ours', does: '/../etc' },
      { title: 'Quit', does: 'quit' },
    ],
  });
  await eventually(() => menu()[0] === 'The quotes', 'the new menu');
  await window.run(`window.went = [];
    for (const name of ['pushState', 'replaceState']) {
      const own = history[name].bind(history);
      history[name] = (...all) => { own(...all); window.went.push(location.pathname); };
    }`);
  press('A place of none of ours');
  press('The quotes');
  await eventually(async () => (await path()) === '/quotes', 'the quotes');
  assert.deepEqual(await window.run('return [...new Set(window.went)]'), ['/quotes'], 'and nowhere else');
  assert.deepEqual(said.filter((one) => one.problem), []);
});

test('Quit ends the program', async () => {
  const open = () => (existsSync(doors) ? readdirSync(doors).filter((name) => name.endsWith('.door')) : []);
  assert.equal(open().length, 1, 'it runs');
  press('Quit');
  await eventually(() => open().length === 0, 'the program has ended');
});
