// axe in the real desktop window: every place, in both themes and both languages. Chromium's judgement
// (tests/browser/pages.mjs) is not enough: names, roles and colours are computed by each engine itself.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { AXE, WCAG, inWords } from '../_axe.mjs';
import { demoFirm } from '../browser/_desk.mjs';
import { giveQueue, placesOf } from '../browser/_places.mjs';
import { remove } from '../_folders.mjs';
import { DESKTOP, Window, eventually, home } from './_driver.mjs';

const { folder, env } = home('axe');
let firm, window;

before(async () => {
  firm = demoFirm();
  giveQueue(firm);
  window = await Window.open(DESKTOP, [firm.workspace], env);
  assert.equal(await window.firm(), 'Acme Consulting');
  await window.run(`
    // A colour on its way to another is neither.
    const still = document.createElement('style');
    still.textContent = '*, *::before, *::after { transition: none !important; animation: none !important }';
    document.head.append(still);
    // When the page changed last, so that it is looked at when it has come to rest.
    window.changedAt = performance.now();
    new MutationObserver(() => (window.changedAt = performance.now()))
      .observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  `);
  // The page's own rules let no script in that is not the program's: it comes by the driver.
  await window.run(AXE);
});
after(async () => {
  await window?.close();
  await firm?.remove();
  await remove(folder);
});

/** Follows a link, as the page's own are followed, and waits until what it leads to stands. */
async function go(address) {
  await window.run(
    `const link = document.createElement('a');
     link.href = arguments[0];
     document.body.append(link);
     link.click();
     link.remove();
     window.changedAt = performance.now();`,
    address,
  );
  await stands(address.split('?')[0]);
}

function stands(path) {
  const look = `return (arguments[0] ?? location.pathname) === location.pathname
    && document.querySelector('main h1') !== null
    && document.querySelector('main [role=status][aria-label] span') === null
    && performance.now() - window.changedAt > 150`;
  return eventually(() => window.run(look, path), `${path ?? 'the page'} has come to rest`);
}

/** Presses what changes the theme or the language until it is so. */
async function look(theme, locale) {
  await eventually(async () => {
    const [isTheme, isLocale] = await window.run(
      `const page = document.documentElement;
       if (page.lang !== arguments[1]) document.querySelector('nav button[lang=' + arguments[1] + ']').click();
       if (page.dataset.theme !== arguments[0]) document.querySelector('nav .tools button').click();
       return [page.dataset.theme === arguments[0], page.lang === arguments[1]];`,
      theme,
      locale,
    );
    return isTheme && isLocale;
  }, `${theme} and ${locale}`);
  await stands();
}

test('axe sees a picture without words', async () => {
  await stands();
  await window.run("document.querySelector('main').append(Object.assign(new Image(), { id: 'wordless' }))");
  const found = inWords(await window.later('return axe.run(document, arguments[0])', WCAG));
  assert.equal(found.length, 1, found.join('\n'));
  assert.match(found[0], /^image-alt: #wordless/);
  await window.run("document.querySelector('#wordless').remove()");
});

const PLACES = placesOf(() => firm);
const LOOKS = [
  ['light', 'en'],
  ['dark', 'en'],
  ['dark', 'hi'],
  ['light', 'hi'],
];

PLACES.forEach(([name, path], n) => {
  test(`${name}: axe finds nothing`, async () => {
    await go(path());
    // Back and forth, so that one look is changed at a time.
    for (const [theme, locale] of n % 2 ? LOOKS.toReversed() : LOOKS) {
      await look(theme, locale);
      await window.shoot(`desktop-${name}-${theme}-${locale}`);
      const found = await window.later('return axe.run(document, arguments[0])', WCAG);
      assert.deepEqual(inWords(found), [], `${theme}, ${locale}`);
    }
  });
});
