// A pack is dragged out of the window and let go of over another program, a few lines of GTK, which says what
// it got. The pointer is moved as a person moves it.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { remove } from '../_folders.mjs';
import { DESKTOP, NETRA, Window, eventually, home } from './_driver.mjs';

const { folder, env } = home('drag');
const firm = join(folder, 'firm');
const netra = (...args) => JSON.parse(execFileSync(NETRA, ['--workspace', firm, '--json', ...args], { env: { ...process.env, ...env } }));
const xdotool = (...args) => execFileSync('xdotool', args.map(String), { encoding: 'utf8' });
let window, other;
const said = [];

before(async () => {
  execFileSync(NETRA, ['init', firm, '--demo'], { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit'] });
  const quote = netra('ask', 'quote.list', '{}').rows.find((row) => row.state === 'accepted').id;
  netra('pack', 'build', 'quote', '--quote', quote, '--format', 'md', '--audience', 'client', '--out', join(folder, 'offer 100% #1'));
  window = await Window.open(DESKTOP, [firm], env);
  await window.firm();
  await window.place({ x: 0, y: 0, width: 900, height: 700 });
  // Debian's own Python: another on the path has not its libraries.
  other = spawn('/usr/bin/python3', [new URL('catch.py', import.meta.url).pathname], { stdio: ['ignore', 'pipe', 'inherit'] });
  createInterface({ input: other.stdout }).on('line', (line) => said.push(JSON.parse(line)));
  await eventually(() => said.some((one) => one.ready), 'the other program');
});
after(async () => {
  other?.kill();
  await window?.shoot('drag').catch(() => undefined);
  await window?.close().catch(() => undefined);
  await remove(folder);
});

/** Where the middle of an element is on the screen. */
const middle = (selector) =>
  window.run(
    `const box = document.querySelector(arguments[0]).getBoundingClientRect();
     const bar = window.outerHeight - window.innerHeight;
     return { x: Math.round(window.screenX + box.x + box.width / 3), y: Math.round(window.screenY + bar + box.y + box.height / 2) };`,
    selector,
  );

test('a pack arrives where it is let go of, whole', async () => {
  await window.run("const link = document.createElement('a'); link.href = '/packs'; document.body.append(link); link.click(); link.remove();");
  await eventually(() => window.run("return document.querySelector('li.pack') !== null"), 'the pack in the list');
  const from = await middle('li.pack');
  xdotool('mousemove', from.x, from.y, 'mousedown', 1);
  // The way there, in steps: a drag begins with a few, and the other program must see it come.
  const to = { x: 1050, y: 300 };
  for (let step = 1; step <= 20; step++) {
    xdotool('mousemove', Math.round(from.x + ((to.x - from.x) * step) / 20), Math.round(from.y + ((to.y - from.y) * step) / 20));
    await pause(30);
  }
  await eventually(() => {
    xdotool('mousemove_relative', '--', 1, 0);
    return said.some((one) => one.over);
  }, 'the other program sees it come');
  xdotool('mouseup', 1);
  const uris = (await eventually(() => said.find((one) => one.uris), 'it is let go of')).uris;
  assert.equal(uris.length, 1);
  const path = fileURLToPath(uris[0]);
  assert.ok(existsSync(path), path);
  assert.ok(statSync(path).isDirectory() ? existsSync(join(path, 'manifest.json')) : path.endsWith('.zip'), path);
  assert.match(path, /offer 100% #1/);
});
