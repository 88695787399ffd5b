// From the start of the desktop program to a list that can be used, and what its idle window holds of
// the memory. Not a test: it prints Markdown, and is run on a quiet machine with a release build, on a
// display (`xvfb-run -s "-screen 0 1280x800x24" dbus-run-session -- node tests/bench/start.mjs`).
//
//   NETRA=target/release/netra NETRA_DESKTOP=target/release/netra-desktop [--leads N] [--rounds N] [--dir DIR]
//
// *Start* is from the moment at which the kernel made the process (its start time, to 10 ms) to the
// first look at which rows of leads with their names are in the page; it is looked every few
// milliseconds through WebDriver, whose own start is inside the figure. The first round is told apart:
// nothing of the program is in the page cache's memory of this run then, but it may be from before.
// *Memory* is the proportional set size (PSS: shared pages divided among those who share them) of the
// program and all that it started, twenty seconds after its start, when the list has long stood, with no
// driver attached.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { remove } from '../_folders.mjs';
import { DESKTOP, NETRA, Window, home } from '../window/_driver.mjs';
import { makeFirm, option } from './_firm.mjs';

const LEADS = Number(option('leads', 1_000_000));
const ROUNDS = Number(option('rounds', 10));
const kept = option('dir', undefined);
const folder = kept ?? mkdtempSync(join(tmpdir(), 'netra-start-bench-'));
const say = (text) => process.stderr.write(`${text}\n`);

/** Clock ticks of /proc in a second. */
const TICKS = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** What stands in /proc of a process behind its name, which may hold anything. */
function statOf(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}
function processes() {
  const all = [];
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      all.push({ pid: Number(name), parent: Number(statOf(name)[1]) });
    } catch {
      // It ended while we looked.
    }
  }
  return all;
}
/** A process and all that it started. */
function family(root) {
  const all = processes();
  const found = [root];
  for (const pid of found) found.push(...all.filter((one) => one.parent === pid).map((one) => one.pid));
  return found;
}
const nameOf = (pid) => readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
/** When the kernel made it, in milliseconds of the wall clock. */
function bornAt(pid) {
  const up = Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]) * 1000;
  return Date.now() - up + (Number(statOf(pid)[19]) / TICKS) * 1000;
}
function pssOf(pid) {
  const found = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
  return Number(found[1]) / 1024;
}
const desktopOf = (root) => family(root).find((pid) => nameOf(pid).startsWith('netra-desktop'));

const SHOWN = `const names = [...document.querySelectorAll('.grid .row [role=gridcell] strong')];
  return names.length > 5 && names.every((name) => name.textContent.trim() !== '')`;

/** One start on this workspace, in milliseconds. */
async function start(workspace, env) {
  const window = await Window.open(DESKTOP, [workspace, 'netra://leads'], env);
  const pid = desktopOf(window.driver.pid);
  if (!pid) throw new Error('the driver has started no program');
  try {
    while (!(await window.run(SHOWN))) await pause(3);
    return Date.now() - bornAt(pid);
  } finally {
    await window.close().catch(() => undefined);
    // The driver leaves the program behind, and the next start would hand over to it.
    if (existsSync(`/proc/${pid}`)) process.kill(pid);
    while (existsSync(`/proc/${pid}`)) await pause(20);
  }
}

/** Mebibytes by process, when the window has come to rest. */
async function memory(workspace, env) {
  const child = spawn(DESKTOP, [workspace, 'netra://leads'], { env: { ...process.env, ...env }, stdio: 'ignore' });
  try {
    // Its web process works until the list stands; then it is still.
    await pause(20_000);
    return family(child.pid).map((pid) => ({ name: nameOf(pid), mib: pssOf(pid) }));
  } finally {
    child.kill();
    await new Promise((resolve) => child.on('exit', resolve));
  }
}

const middle = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
const most = (list) => Math.max(...list);

async function main() {
  const person = home('start-bench');
  const demo = join(person.folder, 'demo');
  execFileSync(NETRA, ['init', demo, '--demo'], { env: { ...process.env, ...person.env }, stdio: 'ignore' });
  const large = join(folder, `firm-${LEADS}`);
  say(`a workspace of ${LEADS} leads`);
  await makeFirm({ netra: NETRA, workspace: large, leads: LEADS, env: person.env });
  const lines = [];
  const memories = [];
  for (const [name, workspace] of [['demo firm', demo], [`${LEADS.toLocaleString('en-IN')} leads`, large]]) {
    const times = [];
    for (let round = 0; round < ROUNDS; round++) {
      times.push(await start(workspace, person.env));
      say(`${name}: ${times.at(-1).toFixed(0)} ms`);
    }
    const [first, ...later] = times;
    const ms = (value) => value.toFixed(0);
    lines.push(`| ${name} | ${ROUNDS} | ${ms(first)} | ${ms(middle(later))} | ${ms(most(later))} |`);
    const all = await memory(workspace, person.env);
    const parts = all.map((one) => `${one.name} ${one.mib.toFixed(0)}`).join(', ');
    memories.push(`| ${name} | ${all.reduce((sum, one) => sum + one.mib, 0).toFixed(0)} | ${parts} |`);
  }
  const machine = `${cpus()[0].model}, ${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, load ${loadavg()[0].toFixed(1)} at the end`;
  process.stdout.write(
    [
      `${machine}; \`${DESKTOP.split('/').slice(-2).join('/')}\`, encrypted workspaces, the key by a passphrase.`,
      '',
      '| workspace | starts | first, ms | later, median ms | later, most ms |',
      '|---|---|---|---|---|',
      ...lines,
      '',
      '| workspace, idle | PSS together, MiB | of which |',
      '|---|---|---|',
      ...memories,
      '',
    ].join('\n'),
  );
  await remove(person.folder);
  if (!kept) await remove(folder);
}
await main();
