// One lead in the real desktop window: the demo firm opens, a lead is found, opened, noted, the
// note taken back, the language changed. All by keys.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DESKTOP, Window, eventually, home } from './_driver.mjs';
import { remove } from '../_folders.mjs';

const CONTROL = '\uE009';
const ENTER = '\uE007';
const DOWN = '\uE015';

const { folder, env } = home('window');
let window;

before(async () => {
  window = await Window.open(DESKTOP, [], env);
});
after(async () => {
  await window?.shoot('window');
  await window?.close();
  await remove(folder);
});

const rows = () => window.run("return document.querySelectorAll('.grid .row').length");
const heading = () => window.text('main h1');

test('the first run opens the demo firm, encrypted', async () => {
  await eventually(() => window.run("return document.querySelector('main form') !== null"), 'the first page', 60);
  await window.type('d');
  await eventually(() => window.run("return document.activeElement?.type === 'submit'"), 'the button of the demo');
  await window.keys(ENTER);
  await window.firm();
  await eventually(() => window.run("return document.querySelector('nav .chip') !== null"), 'how it is protected');
  assert.match(await window.run("return document.querySelector('nav .chip').title"), /^Encrypted; the key is wrapped/);
});

test('G L lists the leads', async () => {
  await window.type('gl');
  await eventually(async () => (await rows()) > 10, 'rows of leads');
});

test('/ searches as it is typed, Enter opens', async () => {
  // The rows are drawn before what is in them has come.
  const name = await eventually(() => window.text('.grid .row [role=gridcell] strong'), 'the name in a row');
  await window.type('/');
  await window.type(name.split(' ')[0].toLowerCase());
  await eventually(async () => (await window.run('return location.search')).includes('text='), 'the address');
  await eventually(async () => {
    const shown = await window.run("return [...document.querySelectorAll('.grid .row')].map((r) => r.textContent)");
    return shown.length > 0 && shown.every((text) => text.toLowerCase().includes(name.split(' ')[0].toLowerCase()));
  }, 'only rows that match');
  await window.keys(DOWN);
  await window.click('.grid');
  await window.keys(ENTER);
  await eventually(async () => (await window.run('return location.pathname')).startsWith('/leads/'), 'a lead');
  assert.ok((await heading()).toLowerCase().includes(name.split(' ')[0].toLowerCase()));
});

test('N writes a note; Ctrl+Z takes it back', async () => {
  const noted = () => window.run("return document.querySelector('main ol')?.textContent ?? ''");
  await window.type('n');
  await window.type('asked for references');
  await window.keys(CONTROL, ENTER);
  await eventually(async () => (await noted()).includes('asked for references'), 'the note');
  await eventually(() => window.run("return document.querySelector('.toast .undo') !== null"), 'the undo');
  await window.run('document.activeElement.blur()');
  await window.keys(CONTROL, 'z');
  await eventually(async () => !(await noted()).includes('asked for references'), 'the note to go');
});

test('Ctrl+K finds an action: the window speaks Hindi', async () => {
  await window.keys(CONTROL, 'k');
  await eventually(() => window.run("return document.activeElement?.getAttribute('role') === 'combobox'"), 'the palette');
  await window.type('हिन्दी');
  await eventually(() => window.run("return document.querySelector('[role=option]') !== null"), 'the action');
  await window.keys(ENTER);
  await eventually(async () => (await window.run('return document.documentElement.lang')) === 'hi', 'Hindi');
  assert.equal(await window.text('main h2'), 'क्या हुआ');
});

test('the page can reach nothing but the rpc and the events', async () => {
  const outcome = (script) =>
    window.run(`window.outcome = null; (${script})().then((v) => (window.outcome = 'reached ' + v), (e) => (window.outcome = 'refused ' + e));`);
  await outcome("() => fetch('https://example.com/')");
  assert.match(await eventually(() => window.run('return window.outcome'), 'an answer'), /^refused/);
  for (const command of ['plugin:window|close', 'plugin:webview|print', 'plugin:path|resolve_directory']) {
    await outcome(`() => window.__TAURI_INTERNALS__.invoke('${command}', { label: 'main', directory: 1 })`);
    assert.match(await eventually(() => window.run('return window.outcome'), 'an answer'), /^refused .*not allowed/, command);
  }
  await window.run("const s = document.createElement('script'); s.textContent = 'window.injected = 1'; document.body.append(s)");
  assert.equal(await window.run('return window.injected ?? null'), null, 'an inline script ran');
});
