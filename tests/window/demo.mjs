// `netra-desktop --demo`, as `cargo xtask run` opens it: straight into the demo firm, made on the way.
import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Window, eventually } from './_driver.mjs';
import { remove } from '../_folders.mjs';

const BINARY = process.env.NETRA_DESKTOP ?? new URL('../../target/debug/netra-desktop', import.meta.url).pathname;

test('the demo firm stands at once', async (t) => {
  const home = mkdtempSync(join(tmpdir(), 'netra-demo-'));
  const window = await Window.open(BINARY, ['--demo'], {
    XDG_DATA_HOME: join(home, 'data'),
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_CACHE_HOME: join(home, 'cache'),
    NETRA_PASSPHRASE: 'a passphrase for the test',
    LC_ALL: 'C.UTF-8',
  });
  t.after(async () => {
    await window.close();
    await remove(home);
  });
  await eventually(async () => (await window.text('nav .firm .name')) === 'Acme Consulting', 'the demo firm', 60);
  assert.equal(await window.run("return document.querySelector('.first') !== null"), false, 'no first run');
});
