// The manners of a desktop program in the real window: one program for each workspace, addresses from
// outside, several windows over one workspace, zoom, and a window that comes back as it was left.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { remove } from '../_folders.mjs';
import { DESKTOP, NETRA, Window, eventually, home } from './_driver.mjs';

const CONTROL = '\uE009';
const SHIFT = '\uE008';
const ENTER = '\uE007';

const { folder, env } = home('desktop');
const firm = join(folder, 'firm');
const data = join(env.XDG_DATA_HOME, 'app.netra.desktop');
let window;
let lead;

const path = () => window.run('return location.pathname');
const doors = () => readdirSync(join(data, 'doors')).filter((name) => name.endsWith('.door'));
const kept = () => JSON.parse(readFileSync(join(data, 'windows.json'), 'utf8'));

const xdotool = (...args) => execFileSync('xdotool', args, { encoding: 'utf8' });

/** Starts the program once more; gives how it ended, or that it goes on. */
function startAgain(...args) {
  const child = spawn(DESKTOP, args, { env: { ...process.env, ...env }, stdio: 'ignore' });
  const ended = new Promise((resolve) => child.on('exit', (code) => resolve(code)));
  return { child, ended };
}
let door;
async function begin() {
  const others = (existsSync(data) ? readdirSync(data, { recursive: true }) : []).map(String);
  window = await Window.open(DESKTOP, [firm], env);
  await window.firm();
  door = doors().find((name) => !others.includes(join('doors', name)));
}
/** Leaves by Ctrl+Q, as a person does, and waits until the program is gone. */
async function quit() {
  await window.run('document.activeElement.blur()');
  // The answer does not come when the program is quicker.
  await window.keys(CONTROL, 'q').catch(() => undefined);
  await eventually(() => !doors().includes(door), 'the program has ended');
  await window.close().catch(() => undefined);
}

before(async () => {
  execFileSync(NETRA, ['init', firm, '--demo'], { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit'] });
  const newest = (query) => {
    const found = execFileSync(NETRA, ['--workspace', firm, '--json', 'ask', query, '{"limit":1}'], { env: { ...process.env, ...env } });
    return JSON.parse(found).rows[0].id;
  };
  lead = newest('lead.list');
  await begin();
});
after(async () => {
  await window?.shoot('desktop').catch(() => undefined);
  await window?.close().catch(() => undefined);
  await remove(folder);
});

test('a second start hands its address to the window that is open', async () => {
  assert.equal(doors().length, 1);
  assert.equal(await startAgain(firm, `netra://lead/${lead}`).ended, 0);
  await eventually(async () => (await path()) === `/leads/${lead}`, 'the lead');
  // Without a workspace it means the one that is open.
  assert.equal(await startAgain('netra://projects').ended, 0);
  await eventually(async () => (await path()) === '/projects', 'the projects');
  assert.equal(doors().length, 1);
});

test('an address that is none of ours leads nowhere', async () => {
  const steps = () => window.run('return history.length');
  const before = await steps();
  for (const address of ['netra://lead/../settings', `netra://lead/${lead}?run=1`, 'netra://settings/backup']) {
    assert.equal(await startAgain(firm, address).ended, 0);
  }
  // One that is good comes after them, so that they had their turn.
  assert.equal(await startAgain('netra://quotes').ended, 0);
  await eventually(async () => (await path()) === '/quotes', 'the quotes');
  assert.equal(await steps(), before + 1);
});

test('another workspace is a program of its own', async () => {
  const other = startAgain(join(folder, 'other'));
  await eventually(() => doors().length === 2, 'its door');
  assert.equal(other.child.exitCode, null);
  other.child.kill('SIGKILL');
  await other.ended;
  // Its door leads nowhere now; the next start finds the first program all the same.
  assert.equal(await startAgain(firm, 'netra://leads').ended, 0);
  await eventually(async () => (await path()) === '/leads', 'the leads');
});

test('Ctrl+Shift+N opens this page beside; what is done in one window shows in the other', async () => {
  await startAgain(firm, `netra://lead/${lead}`).ended;
  await eventually(async () => (await path()) === `/leads/${lead}`, 'the lead');
  const [first] = await window.handles();
  await window.run('document.activeElement.blur()');
  await window.keys(CONTROL, SHIFT, 'n');
  const second = await eventually(async () => (await window.handles()).find((handle) => handle !== first), 'a second window');
  await window.switchTo(second);
  await eventually(async () => (await path()) === `/leads/${lead}`, 'the same lead');
  await eventually(() => window.run("return document.querySelector('main h1') !== null"), 'it is shown without a passphrase');
  await window.type('n');
  await window.type('written in the second window');
  await window.keys(CONTROL, ENTER);
  await window.switchTo(first);
  await eventually(
    () => window.run("return document.querySelector('main ol')?.textContent.includes('written in the second window') ?? false"),
    'the note in the first window',
  );
  await window.switchTo(second);
  await window.run('document.activeElement.blur()');
  await window.keys(CONTROL, 'w').catch(() => undefined);
  await window.switchTo(first);
  await eventually(async () => (await window.handles()).length === 1, 'one window is left');
});

test('the menu’s entries are the page’s actions, in its language', async () => {
  xdotool('mousemove', '15', '12', 'click', '1');
  // From File to Go, and down to the leads.
  xdotool('key', '--delay', '80', 'Right', 'Right', 'Right', 'Down', 'Down', 'Down', 'Down', 'Down', 'Return');
  await eventually(async () => (await path()) === '/leads', 'the leads');
  const titles = () => window.shell('menu_titles');
  await eventually(async () => (await titles()).join() === 'File,Edit,View,Go,Help', 'English titles');
  await window.run("document.querySelector('nav button[lang=hi]').click()");
  await eventually(async () => (await titles())[3] === 'जाएँ', 'Hindi titles');
});

test('what falls due is told to the desktop while it looks elsewhere, once', async () => {
  // A person who turns to something else: the bare desktop beside the window.
  await window.place({ x: 0, y: 0, width: 900, height: 600 });
  xdotool('mousemove', '1200', '700');
  const desktop = /WINDOW=(\d+)/.exec(xdotool('getmouselocation', '--shell'))[1];
  const monitor = spawn('dbus-monitor', ['--session', "interface='org.freedesktop.Notifications',member='Notify'"]);
  let told = '';
  monitor.stdout.on('data', (chunk) => (told += chunk));
  await eventually(() => told.includes('NameAcquired'), 'the monitor listens');
  const notice = { key: 'call 1', title: 'Call back now', body: 'Asha Rawat', path: `/leads/${lead}` };
  const own = xdotool('getwindowfocus').trim();
  xdotool('windowfocus', desktop);
  await eventually(() => window.run('return !document.hasFocus()'), 'the window is not in front');
  await window.shell('notice', notice);
  await eventually(() => told.includes('Asha Rawat'), 'the notice');
  await window.shell('notice', notice);
  await window.shell('notice', { ...notice, key: 'call 2', body: 'Ravi Shinde' });
  await eventually(() => told.includes('Ravi Shinde'), 'another notice');
  assert.equal(told.split('Asha Rawat').length, 2, 'told twice');
  monitor.kill();
  xdotool('windowfocus', own);
  await eventually(() => window.run('return document.hasFocus()'), 'the window is in front again');
});

test('a desktop without a tray loses the tray and nothing else', async () => {
  const entries = [{ title: 'Show Netra', does: 'show' }];
  await window.shell('tray', { entries });
  await window.shell('tray', { entries });
  assert.equal(await path(), '/leads');
  await assert.rejects(window.shell('tray', { entries: [{ title: 'x', does: 1 }] }));
});

test('Ctrl with = - 0 zooms, and the zoom is kept', async () => {
  await window.run('document.activeElement?.blur()');
  const wide = await window.run('return innerWidth');
  const isAt = async (zoom) => {
    const now = await window.run('return innerWidth');
    if (Math.abs(now - wide / zoom) < 3) return true;
    throw new Error(`${wide} became ${now}, ${kept().zoom_percent} % is kept`);
  };
  await window.keys(CONTROL, '=');
  await eventually(() => isAt(1.1), 'larger');
  await window.keys(CONTROL, '=');
  await eventually(() => isAt(1.2), 'larger still');
  await window.keys(CONTROL, '0');
  await eventually(async () => (await window.run('return innerWidth')) === wide, 'as usual');
  await window.keys(CONTROL, '=');
  await eventually(() => kept().zoom_percent === 110, 'kept');
});

test('the window comes back as it was left, and never off the screen', async () => {
  await window.place({ x: 60, y: 40, width: 1000, height: 640 });
  await eventually(async () => (await window.run('return outerWidth')) === 1000, 'its new size');
  await quit();
  const left = kept();
  assert.deepEqual([left.frame.x, left.frame.y, left.frame.width], [60, 40, 1000]);

  await begin();
  await eventually(async () => (await window.run('return outerWidth')) === 1000, 'its size');
  await quit();
  assert.deepEqual(kept(), left, 'nothing has crept');

  writeFileSync(join(data, 'windows.json'), JSON.stringify({ ...left, frame: { ...left.frame, x: 9000, y: -4000 } }));
  await begin();
  await quit();
  const { x, y } = kept().frame;
  assert.ok(x >= 0 && x < 200 && y >= 0 && y < 200, JSON.stringify(kept().frame));
});
