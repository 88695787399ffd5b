// Files that leave the window: by the system's own dialog, which these tests answer as a person does, by
// keys and by what another program, a few lines of Tk, put on the clipboard.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { remove } from '../_folders.mjs';
import { DESKTOP, NETRA, Window, eventually, home } from './_driver.mjs';

const { folder, env } = home('files');
const firm = join(folder, 'firm');
const chosen = join(folder, 'आज के काग़ज़');
const opened = join(folder, 'opened');
let window, quote, other;

const xdotool = (...args) => execFileSync('xdotool', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
const path = () => window.run('return location.pathname');
const toast = () => window.text('.toast');
const netra = (...args) => JSON.parse(execFileSync(NETRA, ['--workspace', firm, '--json', ...args], { env: { ...process.env, ...env } }));

/** Another program: it does what it is told in Tcl, and what it says can be waited for. */
function otherProgram() {
  const program = spawn('wish', [], { stdio: ['pipe', 'pipe', 'inherit'] });
  program.stdout.setEncoding('utf8');
  const self = { said: '', end: () => program.kill(), tell: (text) => program.stdin.write(`${text}\n`) };
  program.stdout.on('data', (chunk) => (self.said += chunk));
  let n = 0;
  self.ask = async (expression) => {
    const mark = `answer ${++n}:`;
    self.tell(`puts "${mark}[${expression}]"; flush stdout`);
    const line = new RegExp(`^${mark}(.*)\n`, 'm');
    return (await eventually(() => line.exec(self.said), expression))[1];
  };
  self.tell('fconfigure stdin -encoding utf-8; fconfigure stdout -encoding utf-8');
  return self;
}

before(async () => {
  mkdirSync(chosen);
  other = otherProgram();
  // What the system opens folders with: it only notes which.
  const programs = join(folder, 'bin');
  mkdirSync(programs);
  writeFileSync(join(programs, 'xdg-open'), `#!/bin/sh\nprintf '%s' "$1" > "${opened}"\n`);
  chmodSync(join(programs, 'xdg-open'), 0o755);
  env.PATH = `${programs}:${process.env.PATH}`;
  execFileSync(NETRA, ['init', firm, '--demo'], { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit'] });
  quote = netra('ask', 'quote.list', '{"limit":1}').rows[0].id;
  window = await Window.open(DESKTOP, [firm], env);
  await window.firm();
  await window.place({ x: 0, y: 0, width: 900, height: 700 });
});
after(async () => {
  other?.end();
  await window?.shoot('files').catch(() => undefined);
  await window?.close().catch(() => undefined);
  await remove(folder);
});

async function go(address) {
  await window.run(
    `const link = document.createElement('a');
     link.href = arguments[0];
     document.body.append(link);
     link.click();
     link.remove();`,
    address,
  );
  await eventually(async () => (await path()) === address.split('?')[0], address);
}
const DIALOG = ['search', '--onlyvisible', '--name', '^Save '];
const isOpen = () => {
  try {
    return xdotool(...DIALOG) !== '';
  } catch {
    // It finds nothing.
    return false;
  }
};
/** The dialog that is open, with the keyboard in it (there is no window manager that would do it), and with
 * this name for the file, or its own. */
async function dialog(name) {
  const id = await eventually(() => xdotool(...DIALOG).split('\n')[0], 'the dialog');
  if (name) await other.ask(`clipboard clear; clipboard append {${name}}`);
  await eventually(async () => {
    xdotool('windowfocus', '--sync', id);
    xdotool('key', 'ctrl+a');
    if (name) xdotool('key', 'ctrl+v', 'ctrl+a');
    // What is marked in a field is what other programs are given by the middle button.
    const marked = await other.ask('if {[catch {selection get -type UTF8_STRING} text]} {list} {set text}');
    return name ? marked === name : marked.endsWith('.pdf');
  }, 'the name in the dialog');
}
/** Answers the dialog with this key. It is pressed again where it came while the dialog was still reading its
 * folder, or only closed the names that it proposes. */
const answer = (key) =>
  eventually(async () => {
    if (isOpen()) xdotool('key', key);
    await pause(500);
    return !isOpen();
  }, `${key} answers the dialog`);
async function pressSave() {
  await window.run("document.querySelectorAll('.toast .close').forEach((button) => button.click())");
  await window.run("document.querySelector('[data-paper]').previousElementSibling.querySelector('button').click()");
}
// What is being written has a name that begins with a dot.
const saved = () => readdirSync(chosen).filter((name) => !name.startsWith('.')).sort();

test('a document goes where the dialog says, and the way to its folder is offered', async () => {
  await go(`/quotes/${quote}/preview`);
  await eventually(() => window.run("return document.querySelector('[data-paper] img') !== null"), 'its pages');
  await pressSave();
  await dialog(join(chosen, 'first.pdf'));
  await answer('Return');
  await eventually(() => saved().includes('first.pdf'), 'the file');
  assert.equal(readFileSync(join(chosen, 'first.pdf')).subarray(0, 5).toString(), '%PDF-');
  await eventually(async () => (await toast())?.includes(join(chosen, 'first.pdf')), 'where it is');
  await window.run("document.querySelector('.toast .next').click()");
  await eventually(() => existsSync(opened) && readFileSync(opened, 'utf8') === chosen, 'its folder is opened');
});

test('the next one begins in that folder, under its own name', async () => {
  await pressSave();
  await dialog();
  await answer('Return');
  await eventually(() => saved().length === 2, 'the second file');
  const second = saved().find((name) => name !== 'first.pdf');
  assert.match(second, /\.pdf$/);
  // The file is there a moment before it is said, which the next test must not find.
  await eventually(async () => (await toast())?.includes(join(chosen, second)), 'where it is');
});

test('Cancel saves nothing and says nothing', async () => {
  const before = saved();
  await pressSave();
  await dialog();
  await answer('Escape');
  // What is asked of the shell now comes after its answer.
  await window.shell('menu_titles');
  assert.deepEqual(saved(), before);
  assert.equal(await toast(), null);
});
