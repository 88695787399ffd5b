// What somebody sees before they act: their day's work on the first page, and what a decision is about.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { axe, browser, demoFirm, desks, netra, shot } from './_desk.mjs';

const OWNER = 'olivia@acme.example';
const PM = 'meera@acme.example';
let firm, chromium, office;
before(async () => {
  firm = demoFirm();
  chromium = await browser();
  office = desks(firm.workspace, chromium, { kept: { tour: 'done' } });
});
after(async () => {
  await office?.close();
  await chromium?.close();
  await firm?.remove();
});

const ask = (query, args = {}, as = OWNER) => netra(firm.workspace, '--as', as, 'ask', query, JSON.stringify(args));
const run = (command, args = {}, as = OWNER) => netra(firm.workspace, '--as', as, 'run', command, JSON.stringify(args));
const dialog = (page) => page.locator('dialog[open]');
const main = (page) => page.getByRole('main');
/** The e-mail of somebody who has a role. */
const who = (role) => ask('person.list').rows.find((person) => person.roles.includes(role)).email;
/** The card with this heading. */
const card = (page, title) => main(page).locator('section', { has: page.getByRole('heading', { name: title }) });

test('finance begins with what is owed and what is to be verified, one key from doing it', async () => {
  const finance = who('finance');
  const home = ask('home.money', {}, finance);
  const due = [...home.overdue, ...home.due];
  assert.ok(due.length > 0, 'the demo firm is owed something');
  for (const one of home.to_verify) run('payment.verify', { payment: one.id });
  const { page, said } = await office.open(finance, '/');
  await main(page).getByText('Nothing waits to be verified.').waitFor();
  await shot(page, 'before-money-empty');
  const first = card(page, home.overdue.length > 0 ? 'Overdue' : 'Due within seven days').locator('li').first();
  await first.getByRole('button', { name: 'Record payment' }).click();
  await dialog(page).getByLabel('Reference').fill('NEFT 4711');
  await page.keyboard.press('Control+Enter');
  await dialog(page).waitFor({ state: 'hidden' });
  await page.getByText('Payment recorded.').first().waitFor();
  assert.equal(new URL(page.url()).pathname, '/payments');
  // It is now the first thing to look at, and the key leads to it.
  await page.keyboard.press('g');
  await page.keyboard.press('h');
  const line = card(page, 'Payments to verify').locator('li').first();
  await line.getByText('NEFT 4711').waitFor();
  await shot(page, 'before-money');
  assert.deepEqual(await axe(page), []);
  await page.keyboard.press('j');
  await page.keyboard.press('s');
  await dialog(page).getByText('NEFT 4711').waitFor();
  await page.keyboard.press('Control+Enter');
  await dialog(page).waitFor({ state: 'hidden' });
  await page.getByText(/Receipt .* is issued/).first().waitFor();
  assert.equal(ask('home.money', {}, finance).to_verify.length, 0);
  assert.deepEqual(said, []);
  await page.close();
});

test('a request for people is approved with all of it in view, and asked for once more', async () => {
  const hr = who('hr_manager');
  const project = ask('project.list', {}, PM).rows.find((row) => row.stage === 'executing');
  const role = 'Six Sigma analyst';
  run('staffing.request', { project: project.id, role, skills: 'Minitab', allocation_percent: 40, from_on: '2026-12-01', to_on: '2026-12-18' }, PM);
  const { page, said } = await office.open(hr, '/');
  const line = main(page).locator('li', { hasText: role });
  await line.getByRole('button', { name: 'Approve request' }).click();
  await dialog(page).waitFor();
  for (const words of [role, 'Minitab', project.name, '40 %', '1 Dec', '18 Dec', 'Meera Iyer']) await dialog(page).getByText(words).first().waitFor();
  await shot(page, 'before-staffing');
  assert.deepEqual(await axe(page), []);
  const state = () => ask('staffing.board', { project: project.id }).requests.find((row) => row.role === role).state;
  assert.equal(state(), 'requested', 'nothing was done yet');
  await page.keyboard.press('Control+Enter');
  await dialog(page).waitFor({ state: 'hidden' });
  assert.equal(state(), 'approved');
  assert.deepEqual(said, []);
  await page.close();
});

test('a company’s country and State are found by their names', async () => {
  const { page, said } = await office.open(OWNER, '/companies');
  await page.getByRole('button', { name: 'New company' }).first().click();
  await dialog(page).getByLabel('Name').fill('Konkan Cashews');
  const choose = async (label, typed, name) => {
    await dialog(page).getByLabel(label).fill(typed);
    await page.getByRole('option', { name }).click();
    assert.equal(await dialog(page).getByLabel(label).inputValue(), name);
  };
  await choose('Country', 'indi', 'India');
  await choose('State', 'goa', 'Goa');
  await shot(page, 'before-company');
  assert.deepEqual(await axe(page), []);
  await page.keyboard.press('Control+Enter');
  await page.waitForURL(/\/companies\/[0-9a-f-]{36}/);
  const { company } = ask('company.get', { company: new URL(page.url()).pathname.split('/')[2] });
  assert.deepEqual([company.name, company.country, company.state_code], ['Konkan Cashews', 'IN', '30']);
  assert.deepEqual(said, []);
  await page.close();
});

test('packs are offered of what one may see', async () => {
  const kinds = async (email) => {
    const { page, said } = await office.open(email, '/packs?kind=quote');
    await main(page).getByRole('radio', { name: 'Project' }).waitFor();
    const shown = await main(page).locator('input[name=kind]').count();
    await shot(page, `before-packs-${shown}`);
    assert.deepEqual(said, []);
    await page.close();
    return shown;
  };
  assert.equal(await kinds(who('consultant')), 1);
  assert.equal(await kinds(OWNER), 2);
});

test('a milestone is not begun when no item is left, and the button says why', async () => {
  const { rows } = ask('project.list', {}, PM);
  const act = (row) => ask('project.get', { project: row.id }, PM).acts.find((one) => one.command === 'milestone.define');
  const full = rows.find((row) => act(row)?.refused?.code === 'milestone.no_item_left');
  const { page, said } = await office.open(PM, `/projects/${full.id}/plan`);
  const define = main(page).getByRole('button', { name: 'Define a milestone' });
  await define.waitFor();
  assert.ok(await define.isDisabled());
  assert.match(await define.getAttribute('title'), /is in a milestone already/);
  await page.keyboard.press('d');
  assert.equal(await dialog(page).count(), 0);
  await shot(page, 'before-milestone');
  assert.deepEqual(said, []);
  await page.close();
});

test('a meeting of a project that is yet to begin names the first day', async () => {
  const request = ask('kickoff.inbox', { only_pending: true }).rows.find((row) => row.pm_name === 'Meera Iyer');
  const { project } = run('kickoff.accept', { kickoff: request.id, start_on: '2026-12-07' }, PM).outcome;
  const { page, said } = await office.open(PM, `/projects/${project}/meetings`);
  await page.keyboard.press('n');
  await dialog(page).getByLabel('Kind').selectOption('kickoff');
  // What is proposed is taken.
  await page.keyboard.press('Control+Enter');
  await dialog(page).waitFor({ state: 'hidden' });
  const [meeting] = ask('meeting.list', { project }, PM).rows;
  assert.equal(meeting.planned_at.slice(0, 10), '2026-12-07');
  const hold = main(page).getByRole('button', { name: 'Take minutes' }).first();
  await hold.waitFor();
  assert.ok(await hold.isDisabled());
  assert.match(await hold.getAttribute('title'), /7 Dec 2026/);
  await shot(page, 'before-meeting');
  assert.deepEqual(said, []);
  await page.close();
});

test('who may not import is told of no list, and an unclear column says how it was read', async () => {
  const agent = who('field_agent');
  const { page, said } = await office.open(agent, '/leads');
  if (ask('lead.list', {}, agent).rows.length === 0) {
    await main(page).getByText('No leads yet.').waitFor();
    assert.equal(await main(page).getByText(/Import/).count(), 0);
    await shot(page, 'before-leads');
  }
  assert.deepEqual(said, []);
  await page.close();
  const file = join(firm.workspace, '..', 'unclear.csv');
  writeFileSync(file, 'Name,Mobile,Email,Created on\nDay One,98220 63001,x,03/04/2026\n');
  const owner = await office.open(OWNER, '/leads/import');
  const choosing = owner.page.waitForEvent('filechooser');
  await main(owner.page).getByRole('button', { name: 'Choose a file' }).or(main(owner.page).getByLabel('List of leads')).first().click();
  await (await choosing).setFiles(file);
  await owner.page.keyboard.press('Control+Enter');
  await main(owner.page).getByText('read this way: Day first: 3 April').waitFor();
  await shot(owner.page, 'before-days');
  await owner.page.keyboard.press('Control+Enter');
  await main(owner.page).getByText(/^E-mail: /).waitFor();
  await shot(owner.page, 'before-rehearsal');
  assert.deepEqual(await axe(owner.page), []);
  assert.deepEqual(owner.said, []);
  await owner.page.close();
});
