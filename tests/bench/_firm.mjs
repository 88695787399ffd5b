// A firm with many leads, for the benches of the window.
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

const FIRST = ['Asha', 'Vikram', 'Meera', 'Rohan', 'Kavita', 'Imran', 'Leela', 'Suresh', 'Nandini', 'Farhan', 'Gita', 'Harish', 'Ishaan', 'Jaya', 'Kiran', 'Lata'];
const LAST = ['Rao', 'Shah', 'Iyer', 'Kulkarni', 'Menon', 'Khan', 'Das', 'Gupta', 'Pillai', 'Joshi', 'Bose', 'Nair', 'Sharma'];
const TRADE = ['Ceramics', 'Textiles', 'Motors', 'Foods', 'Papers', 'Pharma', 'Castings'];
const CITY = ['Pune', 'Mumbai', 'Nashik', 'Surat', 'Kochi', 'Jaipur', 'Indore', 'Chennai', 'Nagpur', 'Mysuru', 'Bhopal'];

/** What stands behind `--name` on the command line of a bench. */
export function option(name, usual) {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? usual : process.argv[at + 1];
}

/** Makes a firm with the program `netra`, unless it is there from an earlier run. `now` is the clock of what is written. */
export async function makeFirm({ netra: program, workspace, leads, now, env = {} }) {
  if (existsSync(join(workspace, 'workspace.json'))) return;
  mkdirSync(dirname(workspace), { recursive: true });
  const run = (args) => execFileSync(program, args, { env: { ...process.env, ...env }, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const netra = (...args) => JSON.parse(run(['--workspace', workspace, '--json', ...(now ? ['--now', now] : []), ...args]));
  run(['init', workspace, '--name', 'Bench Consulting', '--owner-email', 'owner@bench.example', '--state-code', '27']);
  const file = join(dirname(workspace), 'leads.csv');
  const out = createWriteStream(file);
  out.write('Name,Phone,Company,City,Source\n');
  for (let i = 0; i < leads; i++) {
    const pick = (list, by) => list[Math.floor(i / by) % list.length];
    const line = `${pick(FIRST, 1)} ${pick(LAST, FIRST.length)} ${i},9${String(800_000_000 + (i * 7) % 199_999_999).padStart(9, '0')},${pick(LAST, 3)} ${pick(TRADE, 5)},${pick(CITY, 2)},Expo\n`;
    if (!out.write(line)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
  netra('import', 'leads', file);
  rmSync(file);
  const me = netra('ask', 'person.list').rows[0].id;
  const some = netra('ask', 'lead.list', JSON.stringify({ limit: 200 })).rows.map((lead) => lead.id);
  netra('run', 'lead.assign', JSON.stringify({ leads: some, to: me }));
}
