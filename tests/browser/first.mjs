// The first run: a window without a workspace makes a firm, plays the demo or restores a backup,
// by keys alone, and says in words what is wrong.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { remove } from '../_folders.mjs';
import { after, before, test } from 'node:test';
import { axe, browser, complaints, netra, serve, shot } from './_desk.mjs';

const folder = mkdtempSync(join(tmpdir(), 'netra-first-'));
let chromium;
before(async () => {
  chromium = await browser();
});
after(async () => {
  await chromium?.close();
  await remove(folder);
});

/** A window before a folder in which there is nothing yet. */
async function window(t, name, { theme = 'light', locale = 'en', width = 1280 } = {}) {
  const workspace = join(folder, name);
  const server = await serve(workspace);
  const context = await chromium.newContext({ viewport: { width, height: 900 }, locale: 'en-IN' });
  await context.addInitScript(
    ([theme, locale]) => {
      localStorage.setItem('netra.theme', theme);
      localStorage.setItem('netra.locale', locale);
    },
    [theme, locale],
  );
  const page = await context.newPage();
  const said = complaints(page);
  await page.goto(server.address);
  page.setDefaultTimeout(15_000);
  let isClosed = false;
  const close = async () => {
    if (isClosed) return;
    isClosed = true;
    await context.close();
    assert.equal(await server.stop(), 0);
  };
  t.after(close);
  await page.locator('main form').waitFor();
  return { page, said, workspace, close };
}

/** Types into the field of this label, reached by Tab. */
async function fill(page, label, text) {
  for (let i = 0; i < 40; i++) {
    const now = await page.evaluate(() => document.activeElement?.labels?.[0]?.textContent ?? '');
    if (now === label) {
      await page.keyboard.press('Control+a');
      await page.keyboard.type(text);
      return;
    }
    await page.keyboard.press('Tab');
  }
  assert.fail(`Tab does not come to ${label}`);
}

test('a firm is made by keys alone, and what is wrong stands at its field', async (t) => {
  const { page, said, workspace, close } = await window(t, 'firm');
  await fill(page, 'Name of the firm', 'Rao & Shah Consulting');
  await fill(page, 'Your name', 'Asha Rao');
  await fill(page, 'E-mail', 'nobody');
  await fill(page, 'Passphrase', 'short');
  await page.keyboard.press('Enter');
  await page.getByText(/The passphrase is too short/).waitFor();
  await page.getByLabel('Passphrase', { exact: true }).focus();
  await fill(page, 'Passphrase', 'four words are enough');
  await page.keyboard.press('Enter');
  await page.getByText('This is not an e-mail address.').waitFor();
  assert.deepEqual(await axe(page), []);
  await shot(page, 'first-firm-refused');
  await page.getByLabel('Name of the firm').focus();
  await fill(page, 'E-mail', 'asha@rao.example');
  await fill(page, 'Tax number', '29AAGCB7383J1Z4');
  const stands = page.getByLabel('State', { exact: true });
  await page.waitForFunction((input) => input.value.includes('Karnataka'), await stands.elementHandle());
  await stands.focus();
  await fill(page, 'State', 'Mahara');
  await page.keyboard.press('Enter');
  await fill(page, 'Tax number', '29AAGCB7383J1Z4');
  assert.match(await stands.inputValue(), /Maharashtra/, 'what was chosen stays');
  await page.keyboard.press('Enter');
  await page.locator('[aria-invalid=true]').waitFor();
  await page.getByRole('button', { name: 'Create the workspace' }).waitFor();
  await page.getByLabel('Tax number', { exact: true }).fill('');
  await page.getByLabel('Tax number', { exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.locator('nav .name', { hasText: 'Rao & Shah Consulting' }).waitFor();
  await shot(page, 'first-firm-open');
  assert.deepEqual(said, []);
  await close();
  process.env.NETRA_PASSPHRASE = 'four words are enough';
  const values = Object.fromEntries(netra(workspace, 'ask', 'setting.list').rows.map((row) => [row.key, row.value]));
  const [me] = netra(workspace, 'ask', 'person.list').rows;
  const file = join(folder, 'firm.netra-backup');
  netra(workspace, 'backup', file);
  delete process.env.NETRA_PASSPHRASE;
  assert.equal(me.email, 'asha@rao.example');
  assert.deepEqual(
    [values['firm.name'], values['firm.zone'], values['firm.currency'], values['tax.state_code']],
    ['Rao & Shah Consulting', 'Asia/Kolkata', 'INR', '27'],
  );
});

test('a backup is restored with its passphrase and opens', async (t) => {
  const { page, said, workspace, close } = await window(t, 'restored');
  await page.keyboard.press('r');
  await page.getByLabel('Backup file').waitFor();
  await page.keyboard.type(join(folder, 'no such file'));
  await page.keyboard.press('Enter');
  await page.locator('[aria-invalid=true]').waitFor();
  await fill(page, 'Backup file', join(folder, 'firm.netra-backup'));
  await fill(page, 'Passphrase of the backup', 'not this one');
  await page.keyboard.press('Enter');
  await page.getByText('The passphrase does not open this workspace.').waitFor();
  assert.equal(existsSync(join(workspace, 'netra.db')), false, 'nothing was written');
  assert.deepEqual(await axe(page), []);
  await fill(page, 'Passphrase of the backup', 'four words are enough');
  await page.keyboard.press('Enter');
  await page.locator('nav .name', { hasText: 'Rao & Shah Consulting' }).waitFor();
  assert.deepEqual(said, []);
  await close();
});

test('the demo firm opens', async (t) => {
  const { page, said, close } = await window(t, 'demo');
  await page.keyboard.press('d');
  await page.getByText(/played out in a folder of its own/).waitFor();
  await shot(page, 'first-demo');
  await page.keyboard.press('Enter');
  await page.locator('nav .name', { hasText: 'Acme Consulting' }).waitFor({ timeout: 120_000 });
  assert.deepEqual(said, []);
  await close();
});

test('a folder that holds something else is left as it is', async (t) => {
  const { page, close } = await window(t, 'taken');
  const other = join(folder, 'letters');
  writeFileSync(other, 'mine');
  await fill(page, 'Name of the firm', 'F');
  await fill(page, 'Your name', 'O');
  await fill(page, 'E-mail', 'o@f.example');
  await fill(page, 'Folder', other);
  await fill(page, 'Passphrase', 'four words are enough');
  await page.keyboard.press('Enter');
  await page.getByText(/is not empty/).waitFor();
  await close();
});

for (const [theme, locale, width] of [
  ['dark', 'en', 1280],
  ['light', 'hi', 1280],
  ['dark', 'hi', 1920],
  ['light', 'hi', 320],
  ['light', 'en', 320],
]) {
  test(`the first page, ${theme}, ${locale}, ${width}`, async (t) => {
    const { page, said, close } = await window(t, `look-${theme}-${locale}-${width}`, { theme, locale, width });
    for (const way of ['c', 'd', 'r']) {
      await page.evaluate(() => document.activeElement?.blur());
      await page.keyboard.press(way);
      await page.locator('main form').waitFor();
      assert.deepEqual(await axe(page), [], way);
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0, `${way} is too wide`);
      await shot(page, `first-${way}-${theme}-${locale}-${width}`);
    }
    assert.deepEqual(said, []);
    await close();
  });
}
