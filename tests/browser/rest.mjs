// What comes by itself: how long a message stays, what a window asks after a sleep, what says its
// state without colour. Time is the page’s own clock, moved by hand.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually, firms, NOW, questions, stand } from './_desk.mjs';
import { giveQueue } from './_places.mjs';

const own = firms({ furnish: giveQueue });
/** The toasts that can be taken back. */
const undo = (page) => page.getByRole('button', { name: /^Undo/ });

test('what can be taken back stays for eight seconds, and as long as it is reached for', async (t) => {
  const { open } = own(t);
  const { page, base } = await open('/about');
  await page.clock.install({ time: new Date(NOW) });
  await stand(page, `${base}/leads`);
  const rest = questions(page);
  await page.locator('.row').nth(3).waitFor();
  await page.getByRole('grid').focus();
  await page.keyboard.press('ArrowDown');
  await page.locator('.row.marked').waitFor();
  // From here on no time goes by but what the test lets go.
  await page.clock.pauseAt(new Date(Date.parse(NOW) + 3_600_000));
  await page.keyboard.press('h');
  await undo(page).waitFor();
  await page.clock.runFor(7_500);
  assert.equal(await undo(page).count(), 1, 'it is there after seven seconds and a half');
  await undo(page).hover();
  await page.clock.runFor(60_000);
  assert.equal(await undo(page).count(), 1, 'nobody takes it away from under the pointer');
  await page.mouse.move(5, 5);
  await page.clock.runFor(7_500);
  assert.equal(await undo(page).count(), 1, 'and then it has its time once more');
  await page.clock.runFor(1_000);
  await undo(page).waitFor({ state: 'detached' });
  await page.clock.resume();
  await rest();
});

test('a window that slept asks again, though nobody told it of anything', async (t) => {
  const { open, run } = own(t);
  const { page, base } = await open('/about');
  await page.clock.install({ time: new Date(NOW) });
  // The channel never opens: what changes is heard of by nobody.
  await page.route('**/events', () => undefined);
  await stand(page, `${base}/leads`);
  const rest = questions(page);
  await page.locator('.row').nth(3).waitFor();
  await rest();
  run('lead.create', { name: 'Somebody New', phone: '+919822019555', source: 'Website' });
  await page.clock.fastForward('01:00');
  await rest();
  assert.equal(await page.getByText('Somebody New').count(), 0, 'a minute is no sleep');
  await page.clock.fastForward('08:00:00');
  await page.getByText('Somebody New').first().waitFor();
});

test('no state is told by colour alone: whatever wears one has words, or stands beside them', async (t) => {
  const { open, ask } = own(t);
  const project = ask('project.list', { limit: 1 }).rows[0].id;
  const { page, base } = await open('/about');
  const rest = questions(page);
  let worn = 0;
  for (const path of ['/', '/?as=monday', '/leads', '/calls', '/quotes', '/deals', '/projects', `/projects/${project}`, `/projects/${project}/plan`, `/projects/${project}/money`, '/payments', '/settings/team']) {
    await stand(page, base + path);
    await rest();
    const { count, mute } = await page.evaluate(() => {
      const probe = document.body.appendChild(document.createElement('i'));
      const tones = new Set();
      for (const tone of ['success', 'warning', 'danger', 'info']) {
        for (const kind of ['', '-soft']) {
          probe.style.color = `var(--${tone}${kind})`;
          tones.add(getComputedStyle(probe).color);
        }
      }
      probe.remove();
      const worn = [...document.querySelectorAll('main *')].filter((one) => {
        if (one.closest('svg') || !one.checkVisibility() || one.clientWidth === 0) return false;
        return tones.has(getComputedStyle(one).backgroundColor);
      });
      const says = (one) => /[\p{L}\p{N}]/u.test(`${one?.textContent ?? ''}${one?.getAttribute('aria-label') ?? ''}${one?.title ?? ''}`);
      const mute = worn.filter((one) => !says(one) && !says(one.parentElement) && !says(one.parentElement?.parentElement));
      return { count: worn.length, mute: mute.map((one) => one.outerHTML.slice(0, 120)) };
    });
    worn += count;
    assert.deepEqual(mute, [], path);
  }
  assert.ok(worn > 20, `only ${worn} things wear a state`);
});

test('the page says which language it is in, in both', async (t) => {
  for (const locale of ['en', 'hi']) {
    const { open } = own(t, { kept: { locale } });
    const { page } = await open('/quotes');
    await eventually(async () => (await page.evaluate(() => document.documentElement.lang)) === locale);
    assert.equal(await page.evaluate(() => document.documentElement.lang), locale);
    assert.equal(/[\u0900-\u097F]/.test(await page.locator('main h1').innerText()), locale === 'hi');
  }
});
