// Every page before the real core: in both themes and both languages nothing complains, axe finds
// nothing, and no page is wider than a narrow screen.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { axe, browser, complaints, demoFirm, netra, serve, shot, stand } from './_desk.mjs';

let firm, server, chromium, context;

before(async () => {
  firm = demoFirm();
  // The owner, who is signed in, gets a queue of leads in India.
  const { rows } = netra(firm.workspace, 'ask', 'lead.list', JSON.stringify({ city: 'Pune', limit: 8 }));
  const { id } = netra(firm.workspace, 'ask', 'person.me');
  netra(firm.workspace, 'run', 'lead.assign', JSON.stringify({ leads: rows.map((lead) => lead.id), to: id }));
  server = await serve(firm.workspace);
  chromium = await browser();
  context = await chromium.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-IN' });
  const page = await context.newPage();
  await page.goto(server.address);
  assert.equal(new URL(page.url()).search, '', 'the token leaves the address');
  await page.close();
});
after(async () => {
  await chromium?.close();
  const code = await server?.stop();
  firm?.remove();
  assert.equal(code, 0, 'Ctrl+C stops the server cleanly');
});

const base = () => new URL(server.address).origin;

/** Opens a place in a theme and a language, when its data is there. */
async function open(path, { theme = 'light', locale = 'en', width = 1280, height = 800 } = {}) {
  const page = await context.newPage();
  await page.setViewportSize({ width, height });
  await page.addInitScript(
    ([theme, locale]) => {
      localStorage.setItem('netra.theme', theme);
      localStorage.setItem('netra.locale', locale);
    },
    [theme, locale],
  );
  const said = complaints(page);
  await stand(page, base() + path);
  return { page, said };
}

/** The first address of a kind, as the command line knows it. */
const first = (query, prefix) => `${prefix}/${netra(firm.workspace, 'ask', query).rows[0].id}`;

const firstQuote = (state) => `/quotes/${netra(firm.workspace, 'ask', 'quote.list', JSON.stringify({ state })).rows[0].id}`;

/** A client with contacts, quotes and an agreement. */
const client = () => netra(firm.workspace, 'ask', 'agreement.list').rows[0].company;

/** One import with rows of every kind, made when it is asked for first. */
let importId;
function imported() {
  if (!importId) {
    const file = join(firm.workspace, '..', 'expo.csv');
    writeFileSync(file, 'Name,Mobile,Town\nAsha Rao,98220 41001,Pune\nAsha Rao,9822041001,Pune\n,98220 41003,Nashik\nMeena Joshi,12345,Pune\n');
    importId = netra(firm.workspace, 'import', 'leads', file, '--source', 'Expo').import;
  }
  return importId;
}

const PLACES = [
  ['home', () => '/'],
  ...['monday', 'caller', 'sales'].map((part) => [`home-${part}`, () => `/?as=${part}`]),
  ['leads', () => '/leads'],
  ['lead', () => first('lead.list', '/leads')],
  ['queue', () => '/calls'],
  ['leads-filtered', () => '/leads?priority=hot&owner=nobody'],
  ['import', () => '/leads/import'],
  ['import-result', () => `/leads/import/${imported()}`],
  ['call-numbers', () => '/calls/log'],
  ['call-log', () => '/calls/log?show=calls'],
  ['callbacks', () => '/calls/log?show=callbacks'],
  ['companies', () => '/companies'],
  ...['overview', 'history'].map((tab) => [`company-${tab}`, () => `/companies/${client()}/${tab}`]),
  ['deals-board', () => '/deals'],
  ['deals-list', () => '/deals?view=list'],
  ['deal', () => first('deal.list', '/deals')],
  ['agreements', () => '/agreements'],
  ...['overview', 'history'].map((tab) => [`agreement-${tab}`, () => `${first('agreement.list', '/agreements')}/${tab}`]),
  ...['due', 'verify', 'all'].map((tab) => [`payments-${tab}`, () => `/payments?show=${tab}`]),
  ...['me', 'team', 'roles', 'firm', 'calling', 'dispositions', 'sales', 'tax', 'numbering', 'brand', 'history', 'backup'].map((part) => [
    `settings-${part}`,
    () => `/settings/${part}`,
  ]),
  ['projects', () => '/projects'],
  ['projects-board', () => '/projects?view=board'],
  ...['steps', 'plan', 'meetings', 'deliverables', 'signoffs', 'money', 'team', 'changes', 'documents', 'history'].map((tab) => [
    `project-${tab}`,
    () => `${first('project.list', '/projects')}/${tab}`,
  ]),
  ['project-items', () => `${first('project.list', '/projects')}/plan?view=board`],
  ['quotes', () => '/quotes'],
  ...['lines', 'details', 'preview', 'versions', 'history'].map((tab) => [
    `quote-${tab}`,
    () => `${firstQuote('sent')}/${tab}`,
  ]),
  ['kickoffs', () => '/kickoffs'],
  ['packs', () => '/packs'],
  ['packs-quote', () => '/packs?kind=quote'],
  ['inbox', () => '/inbox'],
  ['about', () => '/about'],
];

for (const [name, path] of PLACES) {
  for (const [theme, locale] of [
    ['light', 'en'],
    ['dark', 'hi'],
    ['dark', 'en'],
    ['light', 'hi'],
  ]) {
    test(`${name}, ${theme}, ${locale}`, async () => {
      const { page, said } = await open(path(), { theme, locale });
      assert.equal(await page.evaluate(() => document.documentElement.lang), locale);
      assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), theme);
      await shot(page, `${name}-${theme}-${locale}`);
      assert.deepEqual(await axe(page), []);
      assert.deepEqual(said, []);
      await page.close();
    });
  }
  test(`${name} fits a narrow screen`, async () => {
    const { page, said } = await open(path(), { width: 320, height: 640 });
    await shot(page, `${name}-narrow`);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(over <= 0, `${over} px too wide`);
    assert.deepEqual(said, []);
    await page.close();
  });
}

test('another program’s change appears by itself', async () => {
  const [lead] = netra(firm.workspace, 'ask', 'lead.list').rows;
  const { page } = await open(`/leads/${lead.id}`);
  netra(firm.workspace, 'run', 'lead.add_note', JSON.stringify({ lead: lead.id, body: 'from the command line' }));
  await page.getByText('from the command line').waitFor({ timeout: 10_000 });
  await page.close();
});

test('the palette and the shortcuts are reached by keys and give the focus back', async () => {
  const { page, said } = await open('/leads');
  await page.locator('.grid').focus();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').waitFor();
  assert.deepEqual(await axe(page), []);
  await shot(page, 'palette');
  await page.keyboard.press('Escape');
  await page.getByRole('combobox').waitFor({ state: 'hidden' });
  assert.ok(await page.locator('.grid').evaluate((grid) => grid === document.activeElement));
  await page.keyboard.press('Shift+?');
  await page.getByRole('dialog').waitFor();
  assert.deepEqual(await axe(page), []);
  await shot(page, 'shortcuts');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  assert.deepEqual(said, []);
  await page.close();
});

test('a call on the simulated line, by keys alone: dial, outcome, undo', async () => {
  const { page, said } = await open('/calls');
  const hud = page.locator('section', { has: page.getByRole('timer') });
  const name = await page.locator('section .name').textContent();
  await page.keyboard.press('c');
  await hud.waitFor();
  assert.ok((await hud.textContent()).includes(name));
  await page.getByRole('textbox').waitFor();
  assert.deepEqual(await axe(page), []);
  await shot(page, 'queue-call');
  const calls = () => netra(firm.workspace, 'ask', 'call.list', JSON.stringify({ limit: 1 })).rows[0];
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('4');
  await hud.waitFor({ state: 'hidden' });
  assert.equal(calls().outcome, 'not_connected_no_answer');
  assert.notEqual(await page.locator('section .name').textContent(), name, 'the next lead is there');
  await page.keyboard.press('Control+z');
  await hud.waitFor();
  assert.equal(calls().outcome, null);
  assert.deepEqual(said, []);
  await page.close();
});

test('a stranger without the address gets in nowhere', async () => {
  const stranger = await chromium.newContext();
  const page = await stranger.newPage();
  await page.goto(`${base()}/leads`);
  await page.getByRole('alert').waitFor();
  assert.equal(await page.locator('.row').count(), 0);
  await page.goto(server.address);
  await page.getByRole('alert').waitFor();
  await stranger.close();
});
