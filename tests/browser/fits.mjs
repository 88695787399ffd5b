// On a phone: all places and all parts of a record are found, and it is seen that there are more.
// And at the first load each question is asked once.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, core, eventually, firms, questions, stand } from './_desk.mjs';
import { misfits } from './_fits.mjs';
import { giveQueue } from './_places.mjs';

const own = firms({ furnish: giveQueue });
const PHONE = { width: 360, height: 740 };

for (const [locale, more, all, settings] of [
  ['en', 'More', 'All places', 'Settings'],
  ['hi', 'और', 'सभी जगहें', 'सेटिंग'],
]) {
  test(`on a phone the bar at its foot leads to every place, ${locale}`, async (t) => {
    const { open } = own(t, { kept: { locale } });
    const { page, base } = await open('/leads');
    const { places: theirs } = await core(page, 'ask', 'person.me');
    const places = theirs.length;
    assert.ok(places > 10, 'an owner has them all');
    assert.equal(await page.locator('.app > nav li > a').count(), places);
    await page.setViewportSize(PHONE);
    const bar = page.locator('.app > nav');
    await bar.getByRole('button', { name: more, exact: true }).waitFor();
    assert.ok((await bar.locator('li > a').count()) < places);
    // All of the bar is in sight, the present place in it.
    for (const one of await bar.locator('li > :is(a, button)').all()) {
      const box = await one.boundingBox();
      assert.ok(box.x >= 0 && box.x + box.width <= PHONE.width && box.height >= 44, JSON.stringify(box));
    }
    assert.equal(await bar.locator('a[aria-current=page]').getAttribute('href'), '/leads');
    await bar.getByRole('button', { name: more, exact: true }).click();
    const sheet = page.getByRole('dialog', { name: all });
    await sheet.waitFor();
    assert.equal(await sheet.locator('li > a').count(), places);
    assert.equal(await sheet.locator('a[aria-current=page]').getAttribute('href'), '/leads');
    assert.deepEqual(await misfits(page), []);
    assert.deepEqual(await axe(page), []);
    await sheet.getByRole('link', { name: settings }).click();
    await page.waitForURL(`${base}/settings`);
    await sheet.waitFor({ state: 'hidden' });
    await bar.locator('a[href="/settings"][aria-current=page]').waitFor();
    assert.equal(await bar.locator('a[aria-current=page]').count(), 1);
    // What else stands under the places on a wide window is here, too.
    await bar.getByRole('button', { name: more, exact: true }).click();
    await sheet.locator('.language').click();
    await eventually(async () => (await page.evaluate(() => document.documentElement.lang)) !== locale);
    assert.notEqual(await page.evaluate(() => document.documentElement.lang), locale);
  });

  test(`on a phone the present tab of a strip is in sight, and fading edges say that there are more, ${locale}`, async (t) => {
    const { open, ask } = own(t, { kept: { locale } });
    const { page, base } = await open('/about');
    await page.setViewportSize(PHONE);
    const rest = questions(page);
    const [project] = ask('project.list', { limit: 1 }).rows;
    const [quote] = ask('quote.list', { limit: 1 }).rows;
    for (const [path, selector] of [
      [`/projects/${project.id}/history`, 'main nav.strip'],
      [`/projects/${project.id}/deliverables`, 'main nav.strip'],
      [`/projects/${project.id}/steps`, 'main nav.strip'],
      [`/quotes/${quote.id}/history`, 'main nav.strip'],
      ['/settings/backup', 'main nav .strip'],
    ]) {
      await stand(page, base + path);
      await rest();
      const strip = page.locator(selector).first();
      const seen = () =>
        strip.evaluate((one) => {
          const [outer, inner] = [one.getBoundingClientRect(), one.querySelector('[aria-current]').getBoundingClientRect()];
          return {
            isWider: one.scrollWidth > one.clientWidth,
            // Beside the fading edges, unless it is the first or the last.
            isInSight: inner.left >= outer.left - 1 && inner.right <= outer.right + 1,
            before: [one.scrollLeft > 1, one.hasAttribute('data-before')],
            after: [one.scrollLeft < one.scrollWidth - one.clientWidth - 1, one.hasAttribute('data-after')],
            fades: getComputedStyle(one).maskImage.includes('gradient'),
            bar: one.offsetHeight - one.clientHeight,
          };
        });
      await eventually(async () => (await seen()).isInSight, 20);
      const { isWider, isInSight, before, after, fades, bar } = await seen();
      assert.deepEqual({ path, isWider, isInSight, fades, bar }, { path, isWider: true, isInSight: true, fades: true, bar: 0 });
      assert.equal(before[0], before[1], `${path}: the edge before`);
      assert.equal(after[0], after[1], `${path}: the edge after`);
      // Moved by hand, the edges follow.
      await strip.evaluate((one) => (one.scrollLeft = one.scrollLeft > 1 ? 0 : one.scrollWidth));
      await eventually(async () => (await seen()).before[1] === !before[1], 20);
      assert.equal((await seen()).before[1], !before[1]);
    }
  });
}

test('at the first load each question is asked once', async (t) => {
  const { open, ask } = own(t);
  const { page, base } = await open('/about');
  const rest = questions(page);
  const [project] = ask('project.list', { limit: 1 }).rows;
  const [lead] = ask('lead.list', { limit: 1 }).rows;
  let asked = [];
  let [isHeard, isInTime] = [false, true];
  page.on('response', (response) => (isHeard ||= response.url().endsWith('/events')));
  page.on('request', (request) => {
    if (!request.url().endsWith('/rpc')) return;
    const { op, name, args } = request.postDataJSON();
    // These the window itself asks for as well, whatever page is open.
    if (['setting.list', 'call.current'].includes(name)) return;
    if (op !== 'session') isInTime &&= isHeard;
    asked.push(`${op} ${name ?? ''} ${JSON.stringify(args ?? {})}`);
  });
  /** Loads it; false when the page did not hear in time, and asked again for what it may have missed. */
  async function load(path) {
    [asked, isHeard, isInTime] = [[], false, true];
    await stand(page, base + path);
    await rest();
    return isInTime;
  }
  for (const path of ['/', '/leads', `/leads/${lead.id}`, '/calls', '/quotes', '/deals', '/inbox', `/projects/${project.id}/plan`, '/payments', '/settings/team']) {
    await eventually(() => load(path), 10);
    assert.ok(isInTime, `${path} hears before it asks`);
    const twice = asked.filter((one, at) => asked.indexOf(one) !== at);
    assert.ok(asked.length > 2, `${path} asks`);
    assert.deepEqual(twice, [], path);
  }
});
