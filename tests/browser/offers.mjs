// What is offered and what is not: what cannot be done says why and where it is put right, and
// what a person may not do is not held out to them.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { crc32 } from 'node:zlib';
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

/** An import whose second row opens a quotation mark, and whose third has a day that is none. */
function imported() {
  const file = join(firm.workspace, '..', 'fair.csv');
  writeFileSync(
    file,
    'Name,Company,Mobile,Town,Created on\nAsha Rao,Rao Traders,98220 51001,Pune,2026-11-02\nKiran Patil,"Unclosed quote Ltd,98220 51002,Pune,2026-11-03\nRavi Naik,Naik Mills,98220 51001,Nashik,31/31/2026\n',
  );
  return netra(firm.workspace, 'import', 'leads', file, '--source', 'Fair').import;
}

test('a refused row is put right in every field that the file fills', async () => {
  const id = imported();
  const { page, said } = await office.open(OWNER, `/leads/import/${id}`);
  const row = main(page).locator('li', { hasText: 'Row 3' });
  await row.getByLabel('Company').fill('Patil Foods');
  await row.getByLabel('Phone').fill('98220 51002');
  await row.getByLabel('City').fill('Satara');
  await row.getByLabel('Came in on').fill('2026-11-03');
  await shot(page, 'offers-row');
  assert.deepEqual(await axe(page), []);
  await row.getByRole('button', { name: 'Take in' }).click();
  await main(page).locator('li', { hasText: 'Row 3' }).waitFor({ state: 'detached' });
  const [lead] = ask('lead.list', { city: 'Satara' }).rows.filter((one) => one.name === 'Kiran Patil');
  assert.equal(lead.company_name, 'Patil Foods');

  // The day was refused; put right, it is a lead that is there.
  const other = main(page).locator('li', { hasText: 'Row 4' });
  assert.equal(await other.getByLabel('City').count(), 0, 'only what the core named');
  await other.getByRole('button', { name: 'All fields of the row' }).click();
  await other.getByLabel('City').waitFor();
  await other.getByLabel('Came in on').fill('2026-11-04');
  await other.getByRole('button', { name: 'Take in' }).click();
  const there = other.getByRole('link', { name: 'Open that lead' });
  await there.waitFor();
  assert.deepEqual(await axe(page), []);
  await shot(page, 'offers-duplicate');
  const first = ask('lead.list', { limit: 200, text: 'Asha Rao' }).rows.find((one) => one.phone === '98220 51001');
  assert.equal(await there.getAttribute('href'), `/leads/${first.id}`);
  await other.getByRole('button', { name: 'Add it all the same' }).click();
  await main(page).getByText('No invalid row waits.').waitFor();
  assert.equal(ask('import.get', { import: id }).fixed, 2);
  assert.deepEqual(said, []);

  // Where a lead came from is said on its page.
  await page.goto(new URL(`/leads/${lead.id}`, page.url()).href);
  await main(page).getByText('brought the lead in from fair.csv').or(main(page).getByText('corrected row 3 of fair.csv')).first().waitFor();
  await shot(page, 'offers-lead');
  await page.close();
});

test('a lead that is there already is opened, or added all the same', async () => {
  const [known] = ask('lead.list', { city: 'Pune', limit: 1 }).rows;
  const { page, said } = await office.open(OWNER, '/leads');
  await page.keyboard.press('c');
  await dialog(page).getByLabel('Name', { exact: true }).fill('Somebody Else');
  await dialog(page).getByLabel('Phone').fill(known.phone);
  await page.keyboard.press('Control+Enter');
  await dialog(page).getByRole('link', { name: 'Open that lead' }).waitFor();
  assert.deepEqual(await axe(page), []);
  // What is typed after the refusal counts, too.
  await dialog(page).getByLabel('Name', { exact: true }).fill('Somebody New');
  await dialog(page).getByRole('button', { name: 'Add it all the same' }).click();
  await page.waitForURL(/\/leads\/[0-9a-f-]{36}$/);
  await page.getByRole('heading', { name: 'Somebody New' }).waitFor();
  assert.deepEqual(said, []);
  await page.close();
});

test('what the client signed can be had from the agreement and from the quote', async () => {
  const agreement = ask('agreement.list').rows.find((row) => row.quote_version);
  const { page, said } = await office.open(OWNER, `/agreements/${agreement.id}`);
  const file = ask('file.get', { file: agreement.evidence });
  for (const path of [undefined, `/quotes/${ask('quote.list', { state: 'accepted', limit: 100 }).rows.find((row) => row.title === agreement.title).id}/versions`]) {
    if (path) await page.goto(new URL(path, page.url()).href);
    await main(page).getByText('Evidence of the acceptance').waitFor();
    await main(page).getByText(file.name).waitFor();
    await shot(page, path ? 'offers-versions' : 'offers-agreement');
    const saving = page.waitForEvent('download');
    await main(page).getByRole('button', { name: 'Save the evidence' }).click();
    assert.equal((await saving).suggestedFilename(), file.name);
  }
  assert.deepEqual(said, []);
  await page.close();
});

test('a quote whose instalments are not the whole is not sent, and says so', async () => {
  const quote = run('quote.create', {
    title: 'Two parts',
    company: ask('company.list').rows[0].id,
    tenure_months: 2,
    meetings_promised: 1,
    sections: [{ title: 'Work', lines: [{ description: 'Study', unit_price_minor: 10_000_00 }] }],
  }).outcome.quote;
  const { page, said } = await office.open(OWNER, `/quotes/${quote}`);
  await page.keyboard.press('i');
  await dialog(page).waitFor();
  // Each field of a row has its name above it, also when something stands in it.
  const heads = await dialog(page).locator('fieldset .row').first().locator('.cell > span.small').allInnerTexts();
  assert.deepEqual(heads, ['Title', 'Percent', 'Or amount', 'Due', 'Days after', 'On the day']);
  const percents = dialog(page).getByLabel('Percent');
  await percents.first().fill('50');
  await dialog(page).getByLabel('Title').nth(1).fill('Rest');
  await percents.nth(1).fill('40');
  await dialog(page).getByText('The percents are 90 % together').waitFor();
  await shot(page, 'offers-instalments');
  await page.keyboard.press('Control+Enter');
  await dialog(page).waitFor({ state: 'hidden' });
  await main(page).getByText('The instalments do not add up to the total.').waitFor();
  // Whatever the rules ask for first, approval or sending: it is off, and the core's reason stands below it.
  await main(page).getByText('The instalments are 90 % together. Make them 100 %.').waitFor();
  const next = main(page).locator('aside button.primary');
  assert.ok(await next.isDisabled());
  assert.deepEqual(await axe(page), []);
  await page.keyboard.press('Control+Enter');
  assert.equal(await dialog(page).count(), 0, 'nothing is asked before what cannot be done');
  // It is on as soon as nothing is missing.
  run('quote.set_instalments', { quote, instalments: [] });
  await page.waitForFunction(() => document.querySelector('aside button.primary:enabled'));
  assert.equal(ask('quote.get', { quote }).number ?? null, null);
  assert.deepEqual(said, []);
  await page.close();
});

test('what was accepted is looked at, not changed', async () => {
  const { id } = ask('quote.list', { state: 'accepted' }).rows[0];
  const { page, said } = await office.open(OWNER, `/quotes/${id}`);
  await page.getByRole('grid').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Change' }).count(), 0);
  assert.equal(await page.getByRole('button', { name: 'Add a section' }).count(), 0);
  await page.keyboard.press('i');
  await page.keyboard.press('e');
  assert.equal(await dialog(page).count(), 0);
  const cell = page.locator('.grid [role=gridcell].description').first();
  await cell.dblclick();
  assert.equal(await page.locator('.grid input').count(), 0);
  await shot(page, 'offers-accepted');
  assert.deepEqual(said, []);
  await page.close();
});

test('a kickoff that another decides on is said to wait for them, and counted apart', async () => {
  const pending = ask('kickoff.inbox', { only_pending: true }).rows;
  const theirs = pending.filter((row) => row.pm_name === 'Meera Iyer');
  assert.ok(theirs.length > 0 && theirs.length === pending.length, 'only Meera may decide');
  const home = ask('home.admin');
  assert.deepEqual([home.kickoffs_mine, home.kickoffs_others, home.kickoffs_waiting_on], [0, pending.length, ['Meera Iyer']]);
  const [act] = theirs[0].acts;
  assert.deepEqual([act.command, act.refused.code, act.refused.args.pm], ['kickoff.accept', 'kickoff.not_the_pm', 'Meera Iyer']);
  const { page, said } = await office.open(OWNER, '/?as=admin');
  const tile = main(page).locator('li', { hasText: 'Kickoffs for you' });
  await tile.getByText(`${pending.length} more for Meera Iyer`).waitFor();
  assert.match(await tile.textContent(), /Kickoffs for you\s*0/);
  await shot(page, 'offers-home');
  await page.goto(new URL('/kickoffs', page.url()).href);
  await main(page).getByText('Waits for Meera Iyer').first().waitFor();
  assert.equal(await page.getByRole('button', { name: 'Accept' }).count(), 0);
  await page.keyboard.press('a');
  assert.equal(await dialog(page).count(), 0);
  assert.deepEqual(await axe(page), []);
  await shot(page, 'offers-kickoffs');
  assert.deepEqual(said, []);
  await page.close();
  const pm = await office.open(PM, '/kickoffs');
  await main(pm.page).getByRole('button', { name: 'Accept' }).first().waitFor();
  assert.equal(await main(pm.page).getByText(/Waits for Meera/).count(), 0);
  await pm.page.close();
});

test('a kickoff is asked for on the agreement itself', async () => {
  const asked = ask('kickoff.inbox').rows.map((row) => row.agreement);
  const waiting = ask('agreement.list').rows.find((row) => !asked.includes(row.id));
  const { page, said } = await office.open(OWNER, `/agreements/${waiting.id}`);
  assert.equal(await page.getByRole('button', { name: 'Request a kickoff' }).count(), 0, 'the first instalment is not paid');
  const [first] = ask('agreement.get', { agreement: waiting.id }).instalments;
  const paid = run('payment.record', { instalment: first.id, amount_minor: first.open.minor, mode: 'upi', reference: 'UPI-OFFERS-1' });
  run('payment.verify', { payment: paid.outcome.payment });
  await page.getByRole('button', { name: 'Request a kickoff' }).waitFor();
  await page.keyboard.press('c');
  await dialog(page).getByLabel('Manager').waitFor();
  await shot(page, 'offers-kickoff');
  await page.keyboard.press('Control+Enter');
  await dialog(page).waitFor({ state: 'hidden' });
  await main(page).getByRole('button', { name: 'Go to Kickoffs' }).waitFor();
  assert.ok(ask('kickoff.inbox').rows.some((row) => row.agreement === waiting.id));
  assert.deepEqual(said, []);
  await page.close();
});

test('what waits for another is said to wait for them; work waits for the execution', async () => {
  // A project that was just taken over; the request for people is HR's to decide.
  const request = ask('kickoff.inbox', { only_pending: true }).rows.find((row) => row.pm_name === 'Meera Iyer');
  const project = { id: run('kickoff.accept', { kickoff: request.id }, PM).outcome.project };
  run('staffing.request', { project: project.id, role: 'Analyst', allocation_percent: 50 }, PM);
  const { page, said } = await office.open(PM, `/projects/${project.id}`);
  const step = main(page).locator('li[aria-current=step]');
  for (let i = 0; i < 9 && !(await step.textContent()).includes('Consultants assigned'); i++) await page.keyboard.press('j');
  assert.match(await step.textContent(), /Consultants assigned/);
  assert.equal(await step.getByRole('button').count(), 0, 'HR decides');
  assert.equal(await page.getByRole('button', { name: 'Approve request' }).count(), 0);
  await shot(page, 'offers-steps');
  await page.goto(new URL(`/projects/${project.id}/team`, page.url()).href);
  await main(page).getByText('Analyst').first().waitFor();
  assert.equal(await page.getByRole('button', { name: 'Approve request' }).count(), 0);
  await page.goto(new URL(`/projects/${project.id}/plan`, page.url()).href);
  await main(page).getByRole('button', { name: 'Start execution' }).first().waitFor();
  const start = main(page).getByRole('button', { name: 'Start', exact: true });
  for (const one of await start.all()) assert.ok(await one.isDisabled());
  assert.ok((await start.count()) > 0, 'items that are not begun');
  await shot(page, 'offers-plan');
  assert.deepEqual(await axe(page), []);
  assert.deepEqual(said, []);
  await page.close();
  // Whoever decides is offered it.
  const hr = await office.open(OWNER, `/projects/${project.id}/team`);
  await hr.page.getByRole('button', { name: 'Approve request' }).first().waitFor();
  await hr.page.close();
});

test('a file is read as it is told: the order of its days, and from its beginning', async () => {
  const { page, said } = await office.open(OWNER, '/leads/import');
  const file = join(firm.workspace, '..', 'days.csv');
  writeFileSync(file, 'Name,Mobile,Created on\nDay One,98220 61001,03/04/2026\nDay Two,98220 61002,05/06/2026\n');
  const choosing = page.waitForEvent('filechooser');
  await main(page).getByRole('button', { name: 'Choose a file' }).or(main(page).getByLabel('List of leads')).first().click();
  await (await choosing).setFiles(file);
  await page.keyboard.press('Control+Enter');
  const order = main(page).getByLabel('Dates such as 03/04/2026');
  await order.selectOption('month_first');
  assert.deepEqual(await axe(page), []);
  await shot(page, 'offers-columns');
  await page.keyboard.press('Control+Enter');
  await main(page).getByRole('button', { name: 'Import 2 leads' }).click();
  await page.waitForURL(/\/leads\/import\/[0-9a-f-]{36}$/);
  const id = new URL(page.url()).pathname.split('/')[3];
  const days = ask('lead.list', { import: id }).rows.map((row) => row.created_at.slice(0, 10)).sort();
  assert.deepEqual(days, ['2026-03-03', '2026-05-05'], 'midnight in India, said in universal time');
  assert.deepEqual(said, []);
  await page.close();

});

/** A file of two rows whose import was cut off after the first: the file, and the import. */
function cutOff(name, phones) {
  const file = join(firm.workspace, '..', `${name}.csv`);
  const rows = phones.map((phone, at) => [`${name} ${at + 1}`, phone]);
  writeFileSync(file, `Name,Mobile\n${rows.map((row) => row.join(',')).join('\n')}\n`);
  const sha = createHash('sha256').update(readFileSync(file)).digest('hex');
  const { mapping } = ask('import.match', { columns: ['Name', 'Mobile'] });
  const id = run('import.start', { file_name: `${name}.csv`, file_sha256: sha, mapping }).outcome.import;
  run('import.rows', { import: id, first_row: 1, rows: rows.slice(0, 1) });
  return { file, id };
}

test('an import that was cut off goes on where it stopped, or is begun again', async () => {
  const counts = (id) => (({ state, total, new: fresh, duplicate, invalid }) => ({ state, total, fresh, duplicate, invalid }))(ask('import.get', { import: id }));
  for (const { name, phones, anew } of [
    { name: 'Rest', phones: ['98220 62001', '98220 62002'], anew: false },
    { name: 'Anew', phones: ['98220 62003', '98220 62004'], anew: true },
  ]) {
    const { file, id } = cutOff(name, phones);
    const before = ask('import.list').rows.map((row) => row.id);
    const { page, said } = await office.open(OWNER, '/leads/import');
    const picking = page.waitForEvent('filechooser');
    await main(page).getByLabel('List of leads').click();
    await (await picking).setFiles(file);
    await page.keyboard.press('Control+Enter');
    const box = main(page).getByLabel('Begin with the first row again');
    await box.waitFor();
    assert.equal(await box.isChecked(), false, 'it goes on unless it is told otherwise');
    if (anew) {
      await box.check();
      await main(page).getByLabel('Column Name is').waitFor();
      assert.ok(await box.isChecked());
      assert.deepEqual(await axe(page), []);
      await shot(page, 'offers-anew');
    }
    await main(page).getByRole('button', { name: /^Check/ }).click();
    await main(page).getByRole('button', { name: /^Import \d+ leads?/ }).click();
    await page.waitForURL(/\/leads\/import\/[0-9a-f-]{36}$/);
    const done = new URL(page.url()).pathname.split('/')[3];
    const after = ask('import.list').rows.map((row) => row.id);
    if (anew) {
      assert.ok(!before.includes(done), 'another import');
      assert.equal(after.length, before.length + 1);
      // The first row is the lead that is there already.
      assert.deepEqual(counts(done), { state: 'finished', total: 2, fresh: 1, duplicate: 1, invalid: 0 });
      assert.equal(ask('import.get', { import: id }).next_row, 2, 'what was cut off stays where it stopped');
    } else {
      assert.equal(done, id, 'the one that was cut off');
      assert.deepEqual(after, before);
      assert.deepEqual(counts(done), { state: 'finished', total: 2, fresh: 2, duplicate: 0, invalid: 0 });
    }
    assert.deepEqual(said, []);
    await page.close();
  }
});

/** A workbook with its sheets of words, as a spreadsheet would write it; nothing in it is packed. */
function workbook(sheets) {
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const packed = 'http://schemas.openxmlformats.org/package/2006';
  const names = Object.keys(sheets);
  const cells = (row, at) => row.map((text, n) => `<c r="${'ABCDEFG'[n]}${at + 1}" t="inlineStr"><is><t>${text}</t></is></c>`).join('');
  const files = [
    ['[Content_Types].xml', `${head}<Types xmlns="${packed}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`],
    ['_rels/.rels', `${head}<Relationships xmlns="${packed}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`],
    ['xl/workbook.xml', `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${names.map((name, n) => `<sheet name="${name}" sheetId="${n + 1}" r:id="rId${n + 1}"/>`).join('')}</sheets></workbook>`],
    ['xl/_rels/workbook.xml.rels', `${head}<Relationships xmlns="${packed}/relationships">${names.map((_, n) => `<Relationship Id="rId${n + 1}" Type="${office}/worksheet" Target="worksheets/sheet${n + 1}.xml"/>`).join('')}</Relationships>`],
    ...names.map((name, n) => [`xl/worksheets/sheet${n + 1}.xml`, `${head}<worksheet xmlns="${main}"><sheetData>${sheets[name].map((row, at) => `<row r="${at + 1}">${cells(row, at)}</row>`).join('')}</sheetData></worksheet>`]),
  ];
  const parts = [];
  const index = [];
  let place = 0;
  for (const [name, text] of files) {
    const data = Buffer.from(text);
    // Version, flags, method, time, date, checksum, both sizes, the name's length, no more.
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x21, 8);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(data.length, 18);
    common.writeUInt16LE(name.length, 22);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(place, 10);
    const part = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), data]);
    parts.push(part);
    index.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, rest, Buffer.from(name)]));
    place += part.length;
  }
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(Buffer.concat(index).length, 8);
  end.writeUInt32LE(place, 12);
  return Buffer.concat([...parts, ...index, Buffer.from('PK\x05\x06'), end]);
}

test('of a workbook the sheet is chosen', async () => {
  const file = join(firm.workspace, '..', 'fair.xlsx');
  writeFileSync(file, workbook({ Stall: [['Name', 'Mobile'], ['Stall One', '98220 63001']], Talks: [['Person', 'Phone', 'City'], ['Talk One', '98220 63002', 'Satara'], ['Talk Two', '98220 63003', 'Karad']] }));
  const { page, said } = await office.open(OWNER, '/leads/import');
  const choosing = page.waitForEvent('filechooser');
  await main(page).getByLabel('List of leads').click();
  await (await choosing).setFiles(file);
  await page.keyboard.press('Control+Enter');
  const sheet = main(page).getByLabel('Sheet');
  await sheet.waitFor();
  assert.equal(await sheet.inputValue(), 'Stall');
  await sheet.selectOption('Talks');
  await main(page).getByLabel('Column City is').waitFor();
  assert.equal(await sheet.inputValue(), 'Talks');
  assert.deepEqual(await axe(page), []);
  await shot(page, 'offers-sheet');
  await page.keyboard.press('Control+Enter');
  await main(page).getByRole('button', { name: 'Import 2 leads' }).click();
  await page.waitForURL(/\/leads\/import\/[0-9a-f-]{36}$/);
  assert.equal(ask('lead.list', { city: 'Karad' }).rows[0].name, 'Talk Two');
  assert.deepEqual(said, []);
  await page.close();
});

test('whoever signs is one of the client’s people or somebody else, never both', async () => {
  const project = ask('project.list', { search: 'Sahyadri' }).rows[0];
  const { page, said } = await office.open(OWNER, `/projects/${project.id}/signoffs`);
  await page.keyboard.press('s');
  const sheet = page.getByRole('dialog');
  const who = sheet.getByLabel('Who signed');
  const name = sheet.getByLabel('Name of the signatory');
  const contact = (await who.locator('option').first().innerText()).split(',')[0];
  assert.equal(await name.count(), 0, 'a contact has a name');
  await who.selectOption({ label: 'Somebody else' });
  await name.fill('Mallory Else');
  await who.selectOption({ index: 0 });
  await name.waitFor({ state: 'detached' });

  // What was missed is not missed any more once it is there.
  await sheet.getByRole('button', { name: 'Sign', exact: true }).click();
  await sheet.getByText('There is no signature yet.').waitFor();
  await sheet.getByRole('radio', { name: 'Type' }).check();
  await sheet.getByLabel('Your name, typed by you').fill(contact);
  await sheet.getByText('There is no signature yet.').waitFor({ state: 'detached' });
  await sheet.getByRole('button', { name: 'Sign', exact: true }).click();
  await sheet.waitFor({ state: 'detached' });
  const [last] = ask('signoff.list', { project: project.id }).rows.filter((row) => row.subject_kind === 'project');
  assert.equal(last.signed_by, contact);
  assert.deepEqual(said, []);
  await page.close();
});

test('the tabs of a page need no scrolling down', async () => {
  const { page } = await office.open(OWNER, `/projects/${ask('project.list').rows[0].id}`);
  const over = await page.locator('main nav').first().evaluate((nav) => [nav.scrollHeight - nav.clientHeight, nav.offsetWidth - nav.clientWidth]);
  assert.deepEqual(over, [0, 0]);
  await page.close();
});

test('a role that is taken away takes what it allowed along, in a window that is open', async () => {
  const person = ask('person.list').rows.find((one) => one.email === PM);
  const project = ask('project.list').rows.find((one) => one.pm_name === person.name);
  const { page, said } = await office.open(PM, `/projects/${project.id}/plan`);
  const define = main(page).getByRole('button', { name: 'Define a milestone' });
  await define.waitFor();
  run('person.set_roles', { person: person.id, roles: ['consultant'] });
  await define.waitFor({ state: 'detached' });
  // What a consultant does is still there.
  await main(page).getByRole('button', { name: 'Submit for review' }).first().waitFor();
  assert.deepEqual(said, []);
  await page.close();
});

test('who may lead a project is a matter of what one may do, not of the name of a role', async () => {
  // An agreement that somebody can be asked to take over.
  const asked = ask('kickoff.inbox').rows.find((one) => one.state === 'pending');
  const { email } = ask('person.list').rows.find((one) => one.id === asked.pm);
  const refusal = JSON.stringify({ kickoff: asked.id, reason: 'Not before spring.' });
  netra(firm.workspace, '--as', email, 'run', 'kickoff.reject', refusal);
  for (const person of ask('person.list').rows.filter((one) => one.roles.includes('project_manager'))) {
    run('person.set_roles', { person: person.id, roles: ['consultant'] });
  }
  const able = ask('kickoff.managers').rows.map((one) => one.name);
  const owner = ask('person.list').rows.find((one) => one.email === OWNER).name;
  const { page, said } = await office.open(OWNER, '/kickoffs');
  await page.keyboard.press('c');
  const managers = dialog(page).getByLabel('Manager');
  await managers.waitFor();
  assert.deepEqual(await managers.locator('option').allTextContents(), able);
  assert.ok(able.includes(owner), 'the owner may do everything, and lead a project, too');
  assert.ok(!able.includes('Meera Iyer'), 'who was one before is none any more');
  await managers.selectOption({ label: owner });
  assert.ok(await dialog(page).locator('button[type=submit]').isEnabled());
  assert.deepEqual(await axe(page), []);
  await shot(page, 'offers-managers');
  assert.deepEqual(said, []);
  await page.close();
});
