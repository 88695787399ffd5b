// `netra-desktop --demo`, as `cargo xtask run` opens it: straight into the demo firm, made on the way.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DESKTOP, Window, home } from './_driver.mjs';
import { remove } from '../_folders.mjs';

test('the demo firm stands at once', async (t) => {
  const { folder, env } = home('demo');
  const window = await Window.open(DESKTOP, ['--demo'], env);
  t.after(async () => {
    await window.close();
    await remove(folder);
  });
  assert.equal(await window.firm(), 'Acme Consulting');
  assert.equal(await window.run("return document.querySelector('.first') !== null"), false, 'no first run');
});
