// The core tasks done with keys alone, each to its end and checked by the command line: whoever
// cannot or will not point gets through a whole day.
import assert from 'node:assert/strict';
import { appendFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { browser, demoFirm, desks, netra, shot } from './_desk.mjs';

let firm, chromium, office;
before(async () => {
  firm = demoFirm();
  chromium = await browser();
  office = desks(firm.workspace, chromium, { begin: countTouches });
});
after(async () => {
  await office?.close();
  await chromium?.close();
  await firm?.remove();
});

/** Counts every touch of a pointer, in the page itself. */
function countTouches() {
  globalThis.touched = 0;
  for (const type of ['pointerdown', 'mousedown', 'touchstart']) addEventListener(type, () => (globalThis.touched += 1), true);
}
const ask = (query, args = {}) => netra(firm.workspace, 'ask', query, JSON.stringify(args));
const desk = (email, path) => office.open(email, path);

/** Ends a task: no pointer was used and nothing complained. */
async function done(page, said, name) {
  await shot(page, `task-${name}`);
  assert.equal(await page.evaluate(() => globalThis.touched), 0, 'no pointer');
  assert.deepEqual(said, []);
  await page.close();
}

/** The words by which a person knows what has the focus. */
const focused = (page) =>
  page.evaluate(() => {
    const at = document.activeElement;
    const label = at?.getAttribute('aria-label') ?? at?.labels?.[0]?.textContent ?? at?.textContent ?? '';
    return label.replaceAll(/\s+/g, ' ').trim();
  });

/** Goes on with Tab until the focus is on something that is called so. */
async function tabTo(page, words, most = 80) {
  let seen;
  // What it is to come to may still be on its way.
  for (const end = Date.now() + 30_000; Date.now() < end; ) {
    seen = [];
    for (let i = 0; i < most; i++) {
      const now = await focused(page);
      if (words instanceof RegExp ? words.test(now) : now.startsWith(words)) return;
      seen.push(now.slice(0, 30));
      await page.keyboard.press('Tab');
    }
  }
  assert.fail(`Tab does not come to ${words}: ${seen.join(' | ')}`);
}

/** Repeats until the command line sees it. */
async function until(question, what) {
  const end = Date.now() + 60_000;
  for (;;) {
    const answer = await question();
    if (answer) return answer;
    assert.ok(Date.now() < end, what);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}

const projectOf = (company) => ask('project.list').rows.find((row) => row.company_name === company);
const dialog = (page) => page.locator('dialog[open]');

test('make and send a quote', async () => {
  const { page, said } = await desk('olivia@acme.example', '/quotes');
  await page.keyboard.press('c');
  await dialog(page).waitFor();
  await page.keyboard.type('Warehouse study');
  // Whose quote it is, is said: nobody stands there before.
  await tabTo(page, 'Company');
  assert.equal(await dialog(page).getByLabel('Company').inputValue(), '');
  const client = ask('company.list').rows.at(-1);
  await page.keyboard.type(client.name);
  await page.getByRole('option', { name: client.name }).waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+Enter');
  await page.waitForURL(/\/quotes\/[0-9a-f-]+$/);
  await page.getByRole('grid').waitFor();
  const id = new URL(page.url()).pathname.split('/')[2];
  await page.keyboard.press('n');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Senior consultant');
  await page.keyboard.press('Enter');
  await until(() => ask('quote.get', { quote: id }).sections[0].lines.length === 1, 'the line is there');
  await page.waitForFunction(() => document.activeElement?.getAttribute('data-name') === 'Qty');
  await page.keyboard.type('12');
  await page.keyboard.press('Tab');
  await page.keyboard.type('day');
  await page.keyboard.press('Tab');
  while ((await page.evaluate(() => document.activeElement?.getAttribute('data-name'))) !== 'Price') await page.keyboard.press('Tab');
  await page.keyboard.type('11,500');
  await page.keyboard.press('Enter');
  await until(() => ask('quote.get', { quote: id }).offers[0].net.minor === 13_800_000, 'the core has the price');
  await page.keyboard.press('Escape');
  // Asks for approval first where the rules want it; the key is the same at each step.
  for (let i = 0; i < 4 && ask('quote.get', { quote: id }).state !== 'sent'; i++) {
    const before = ask('quote.get', { quote: id }).state;
    await page.keyboard.press('Control+Enter');
    await until(async () => (await dialog(page).count()) > 0 || ask('quote.get', { quote: id }).state !== before, 'an answer to the key');
    if (await dialog(page).count()) {
      const way = dialog(page).getByLabel('How you give it to the client');
      if (await way.count()) {
        assert.match(await dialog(page).textContent(), /Netra delivers nothing itself/);
        await way.focus();
        await page.keyboard.type('by e');
      }
      await page.keyboard.press('Control+Enter');
    }
    await until(() => ask('quote.get', { quote: id }).state !== before, `the quote leaves ${before}`);
    const now = ask('quote.get', { quote: id }).state.replace('_', ' ');
    await page.locator('main header').getByText(new RegExp(`^${now} ·`, 'i')).waitFor();
    await dialog(page).waitFor({ state: 'detached' });
  }
  const sent = ask('quote.get', { quote: id });
  assert.equal(sent.state, 'sent');
  assert.match(sent.number, /^[A-Z0-9/-]{1,16}$/);
  assert.equal(sent.company, client.id);
  assert.equal(ask('quote.versions', { quote: id }).rows[0].sent_by_way, 'email');
  await page.keyboard.press('Control+4');
  await page.getByText(/, by e-mail$/).waitFor();
  await done(page, said, 'quote');
});

test('accept a kickoff', async () => {
  const waiting = ask('kickoff.inbox', { only_pending: true }).rows.find((row) => row.pm_name === 'Meera Iyer');
  const { page, said } = await desk('meera@acme.example', '/kickoffs');
  await page.keyboard.press('a');
  await dialog(page).waitFor();
  await page.keyboard.press('Control+Enter');
  await page.waitForURL(/\/projects\//);
  const project = new URL(page.url()).pathname.split('/')[2];
  const decided = ask('kickoff.inbox').rows.find((row) => row.id === waiting.id);
  assert.equal(decided.state, 'accepted');
  assert.equal(decided.project, project);
  await done(page, said, 'kickoff');
});

test('plan milestones', async () => {
  const project = projectOf('Indus Ceramics');
  const { page, said } = await desk('meera@acme.example', `/projects/${project.id}/plan`);
  await page.keyboard.press('d');
  await dialog(page).waitFor();
  await page.keyboard.type('First findings');
  const item = ask('sow_item.list', { project: project.id }).rows[0];
  await tabTo(page, item.title);
  await page.keyboard.press('Space');
  await page.keyboard.press('Control+Enter');
  const [milestone] = await until(() => {
    const { rows } = ask('milestone.list', { project: project.id });
    return rows.length > 0 && rows;
  }, 'the milestone is defined');
  assert.equal(milestone.title, 'First findings');
  assert.deepEqual(milestone.items, [item.id]);
  // Its day is moved in its own row.
  await dialog(page).waitFor({ state: 'detached' });
  await page.getByText('1 First findings').first().waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('e');
  await page.waitForFunction(() => document.activeElement instanceof HTMLInputElement);
  await page.keyboard.press('Control+a');
  await page.keyboard.type('18 Dec 2026');
  await page.keyboard.press('Enter');
  await until(() => ask('milestone.list', { project: project.id }).rows[0].planned_on === '2026-12-18', 'the day is moved');
  await done(page, said, 'milestones');
});

test('write minutes during the meeting', async () => {
  const project = projectOf('Deshpande Ceramics');
  const meetings = () => ask('meeting.list', { project: project.id }).rows;
  const { page, said } = await desk('meera@acme.example', `/projects/${project.id}/meetings`);
  await page.keyboard.press('n');
  await dialog(page).waitFor();
  await tabTo(page, 'Title');
  await page.keyboard.type('Price walk-through');
  await page.keyboard.press('Control+Enter');
  const planned = await until(() => meetings().find((row) => row.title === 'Price walk-through'), 'the meeting is planned');
  await dialog(page).waitFor({ state: 'detached' });
  await page.getByText('Price walk-through').first().waitFor();
  // Keys walk the list to it; S takes its minutes.
  const at = meetings().findIndex((row) => row.id === planned.id);
  for (let i = 0; i <= at; i++) await page.keyboard.press('j');
  await page.keyboard.press('s');
  await page.waitForFunction(() => document.activeElement instanceof HTMLTextAreaElement);
  await page.keyboard.type('Three price bands agreed.');
  await tabTo(page, 'Add an action item');
  await page.keyboard.press('Enter');
  await tabTo(page, 'What');
  await page.keyboard.type('Send the price list');
  await page.keyboard.press('Control+Enter');
  const held = await until(() => meetings().find((row) => row.id === planned.id && row.mom !== ''), 'the minutes are kept');
  assert.equal(held.state, 'held');
  assert.equal(held.mom, 'Three price bands agreed.');
  assert.deepEqual(held.actions.map((action) => action.title), ['Send the price list']);
  await done(page, said, 'minutes');
});

test('take a sign-off', async () => {
  const project = projectOf('Sahyadri Packaging');
  const signed = () => ask('signoff.list', { project: project.id });
  assert.equal(signed().is_project_signed, false);
  const { page, said } = await desk('hugh@acme.example', `/projects/${project.id}/signoffs`);
  await page.keyboard.press('s');
  await page.getByRole('img', { name: /Signature of/ }).waitFor();
  // Nothing is signed for anybody: whoever cannot draw types the name themselves.
  await tabTo(page, 'Draw');
  await page.keyboard.press('ArrowRight');
  await tabTo(page, 'Your name, typed by you');
  assert.equal(await page.evaluate(() => document.activeElement.value), '');
  await page.keyboard.type('Asha Kulkarni');
  await page.keyboard.press('Control+Enter');
  await until(() => signed().is_project_signed, 'the client has signed');
  const [last] = signed().rows.filter((row) => row.subject_kind === 'project');
  assert.equal(last.how, 'in_person');
  await done(page, said, 'sign-off');
});

test('complete a project', async () => {
  const project = projectOf('Malabar Chemicals');
  const { page, said } = await desk('meera@acme.example', `/projects/${project.id}`);
  await page.keyboard.press('v');
  await dialog(page).waitFor();
  await tabTo(page, 'Complete the project');
  await page.keyboard.press('Enter');
  await until(() => projectOf('Malabar Chemicals').stage === 'completed', 'the project is completed');
  await done(page, said, 'complete');
});

test('what is missing for completion is one key from its cure', async () => {
  const project = projectOf('Kaveri Fabrication');
  const { page, said } = await desk('meera@acme.example', `/projects/${project.id}`);
  await page.keyboard.press('v');
  await dialog(page).waitFor();
  await tabTo(page, 'Submit for review');
  await page.keyboard.press('Enter');
  await until(
    () => ask('sow_item.list', { project: project.id }).rows.some((item) => item.state === 'ready_for_review'),
    'the item is submitted',
  );
  await done(page, said, 'cure');
});

test('build a pack and prove it genuine', async () => {
  const project = projectOf('Nilgiri Motors');
  const { page, said } = await desk('olivia@acme.example', `/packs?kind=project&subject=${project.id}`);
  await page.getByText('In the pack').waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByText(/^The pack is ready/).waitFor();
  const [pack] = ask('pack.list', { subject: project.id }).rows;
  assert.equal(pack.failed, 0);
  assert.deepEqual(pack.formats, ['pdf']);
  await page.keyboard.press('v');
  await page.getByText(/is genuine/).waitFor();
  // One byte more in one file, and the page says which.
  const packs = join(firm.workspace, 'packs');
  const folder = readdirSync(packs).find((name) => !name.endsWith('.zip'));
  const [victim] = readdirSync(join(packs, folder)).filter((name) => name.endsWith('.pdf'));
  appendFileSync(join(packs, folder, victim), ' ');
  await page.keyboard.press('v');
  await page.getByText(/was tampered with/).waitFor();
  await page.locator('li', { hasText: victim }).getByText('was changed after the pack was built').waitFor();
  await done(page, said, 'pack');
});

test('call three leads', async () => {
  const { rows } = ask('lead.list', { city: 'Pune', limit: 8 });
  const { id } = ask('person.me');
  netra(firm.workspace, 'run', 'lead.assign', JSON.stringify({ leads: rows.map((lead) => lead.id), to: id }));
  const { page, said } = await desk('olivia@acme.example', '/calls');
  const hud = page.locator('section', { has: page.getByRole('timer') });
  const called = [];
  for (const outcome of ['4', '5', '4']) {
    await page.getByRole('button', { name: /^Call/ }).first().waitFor();
    await page.keyboard.press('c');
    await hud.waitFor();
    called.push(ask('call.current').call.lead);
    await page.getByRole('button', { name: /No answer/ }).waitFor();
    await page.keyboard.press('Escape');
    await page.evaluate(() => document.activeElement?.blur());
    await page.keyboard.press(outcome);
    await hud.waitFor({ state: 'hidden' });
  }
  assert.equal(new Set(called).size, 3, 'three different leads');
  const today = ask('call.list', { limit: 3 }).rows;
  assert.ok(today.every((call) => call.outcome?.startsWith('not_connected')), JSON.stringify(today.map((call) => call.outcome)));
  await done(page, said, 'calls');
});

test('import a file, correct a row, take the import back', async () => {
  const { page, said } = await desk('olivia@acme.example', '/leads');
  const file = join(firm.workspace, '..', 'expo.csv');
  writeFileSync(
    file,
    'Person,Mobile,Town,Firm,Remark\nAsha Rao,98220 41001,Pune,Rao Traders,\nVikram Shah,98220 41002,Mumbai,,\nAsha Rao,9822041001,Pune,,\nMeena Joshi,12345,Pune,,call after six\n',
  );
  const before = ask('lead.list', { city: 'Mumbai', limit: 200 }).rows.length;
  await page.keyboard.press('i');
  await page.waitForURL(/\/leads\/import$/);
  // The file dialog is the system's; Enter on the button opens it.
  await tabTo(page, 'List of leads');
  const choosing = page.waitForEvent('filechooser');
  await page.waitForTimeout(300);
  await page.keyboard.press('Enter');
  await (await choosing).setFiles(file);
  await tabTo(page, 'Source');
  await page.keyboard.type('Expo');
  // The key works once the file is there, and the columns come once it was read.
  await page.locator('button:enabled', { hasText: 'Look at the columns' }).waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByLabel('Column Remark is').waitFor();
  // One column was not known by its name.
  await tabTo(page, 'Column Remark is');
  await page.keyboard.type('Note');
  await page.keyboard.press('Control+Enter');
  await page.getByText('What would happen').waitFor();
  await page.getByRole('button', { name: 'Import 2 leads' }).waitFor();
  assert.equal(ask('import.list').rows.length, 0, 'checking changes nothing');
  await page.keyboard.press('Control+Enter');
  await page.waitForURL(/\/leads\/import\/[0-9a-f-]{36}$/);
  const id = new URL(page.url()).pathname.split('/')[3];
  const counts = () => ask('import.get', { import: id });
  assert.deepEqual([counts().new, counts().duplicate, counts().invalid], [2, 1, 1]);
  assert.equal(ask('lead.list', { city: 'Mumbai', limit: 200 }).rows.length, before + 1);
  await page.getByText('Row 5').waitFor();
  await page.keyboard.press('e');
  await page.waitForFunction(() => document.activeElement?.tagName === 'INPUT');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('98220 41004');
  await page.keyboard.press('Enter');
  await until(() => counts().fixed === 1, 'the row is a lead');
  assert.equal(ask('import.rejects', { import: id }).rows.length, 0);
  await page.getByText('No invalid row waits.').waitFor();
  await page.keyboard.press('u');
  await dialog(page).waitFor();
  await page.keyboard.press('Control+Enter');
  await until(() => counts().state === 'undone', 'the import is undone');
  assert.equal(counts().removed, 3);
  assert.equal(ask('lead.list', { city: 'Mumbai', limit: 200 }).rows.length, before);
  await done(page, said, 'import');
});

test('record a payment and verify it', async () => {
  const { page, said } = await desk('olivia@acme.example', '/payments');
  const [due] = ask('payment.due').rows;
  const open = due.instalment.open.minor;
  await page.getByRole('grid').waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('r');
  await dialog(page).waitFor();
  assert.match(await dialog(page).textContent(), new RegExp(due.company_name));
  // The amount stands there already; only the reference is wanted.
  await tabTo(page, 'Transaction reference');
  await page.keyboard.type('UTR-KEYS-1');
  await page.keyboard.press('Control+Enter');
  const paid = () => ask('payment.list', { agreement: due.agreement }).rows.find((row) => row.reference === 'UTR-KEYS-1');
  await until(paid, 'the payment is recorded');
  assert.equal(paid().amount.minor, open);
  await dialog(page).waitFor({ state: 'hidden' });
  await page.keyboard.press('Control+2');
  await page.getByRole('grid', { name: 'To verify' }).waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('v');
  await dialog(page).waitFor();
  await dialog(page).getByText('You recorded this payment yourself.').waitFor();
  await page.keyboard.press('Control+Enter');
  await until(() => paid().state === 'verified', 'the payment is verified');
  assert.match(paid().receipt_number, /^[A-Z0-9/-]{1,16}$/);
  assert.equal(ask('payment.due').rows.some((row) => row.id === due.id), false, 'nothing is open any more');
  await done(page, said, 'payment');
});

test('who may not is told so', async () => {
  for (const [path, words] of [
    ['/payments', /Finance|payments|may not|not allowed/i],
    ['/settings/backup', /Only an admin/],
    ['/settings/numbering', /./],
    ['/leads/import', /./],
  ]) {
    const { page, said } = await desk('asha@acme.example', path);
    await page.getByRole('main').getByText(words).first().waitFor();
    assert.equal(await page.getByRole('main').getByRole('row').count(), 0, path);
    assert.deepEqual(said, []);
    await page.close();
  }
});
