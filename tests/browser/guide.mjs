// The pictures of the user guide, drawn from the demo firm. Only when they are asked for:
//
//   NETRA_GUIDE=docs/guide/img node --test tests/browser/guide.mjs
import assert from 'node:assert/strict';
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { browser, demoFirm, desks, netra } from './_desk.mjs';

const out = process.env.NETRA_GUIDE;
/** A guide is read on slow lines, too. */
const AT_MOST = 100_000;
const skip = out ? false : 'NETRA_GUIDE names no folder';

let firm, chromium, office;
before(async () => {
  if (!out) return;
  mkdirSync(out, { recursive: true });
  firm = demoFirm();
  chromium = await browser();
  office = desks(firm.workspace, chromium, { viewport: { width: 960, height: 560 }, kept: { tour: 'done', folded: 'yes' } });
});
after(async () => {
  await office?.close();
  await chromium?.close();
  await firm?.remove();
});

const ask = (query, args = {}) => netra(firm.workspace, 'ask', query, JSON.stringify(args));
const projectOf = (company) => ask('project.list').rows.find((row) => row.company_name === company).id;

/** Who looks at what, and what they do there before the picture is taken, how high it is. */
const PICTURES = [
  ['queue', 'ravi', () => '/calls'],
  [
    'call',
    'ravi',
    () => '/calls',
    async (page) => {
      await page.keyboard.press('c');
      await page.locator('#call-note').waitFor();
      await page.locator('#call-note').fill('Wants a visit after Diwali');
    },
  ],
  ['home-sales', 'olivia', () => '/?as=sales'],
  ['lead', 'olivia', () => `/leads/${ask('lead.list', { limit: 1 }).rows[0].id}`],
  ['import', 'olivia', () => '/leads/import'],
  ['deals', 'olivia', () => '/deals'],
  ['quote', 'olivia', () => `/quotes/${ask('quote.list', { state: 'sent' }).rows[0].id}`],
  ['quote-versions', 'olivia', () => `/quotes/${ask('quote.list', { state: 'sent' }).rows[0].id}/versions`],
  ['home-monday', 'meera', () => '/'],
  ['kickoffs', 'meera', () => '/kickoffs'],
  ['project', 'meera', () => `/projects/${projectOf('Deshpande Ceramics')}`],
  ['plan', 'meera', () => `/projects/${projectOf('Deshpande Ceramics')}/plan`],
  ['meetings', 'meera', () => `/projects/${projectOf('Deshpande Ceramics')}/meetings`],
  ['signoffs', 'hugh', () => `/projects/${projectOf('Sahyadri Packaging')}/signoffs`],
  ['payments', 'olivia', () => '/payments', undefined, 400],
  ['home-admin', 'olivia', () => '/?as=admin'],
  ['roles', 'olivia', () => '/settings/roles'],
  [
    'palette',
    'olivia',
    () => '/',
    async (page) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox').fill('quote');
      await page.getByRole('option').first().waitFor();
    },
  ],
];

for (const [name, who, path, act, height = 560] of PICTURES) {
  test(`picture ${name}`, { skip }, async () => {
    const { page } = await office.open(`${who}@acme.example`, path());
    await act?.(page);
    await page.evaluate(() => document.fonts.ready);
    const file = join(out, `${name}.png`);
    const clip = { x: 0, y: 0, width: 960, height };
    await page.screenshot({ path: file, clip, animations: 'disabled', caret: 'hide' });
    assert.ok(statSync(file).size < AT_MOST, `${name} has ${statSync(file).size} bytes`);
    await page.close();
  });
}
