// Whether everything on a page has its room: no word of the program is cut, nothing sticks out, and
// nothing that can be pressed lies under something else.

/** The sizes of a window that are looked at: a desk, a laptop, a phone, and the least that is allowed. */
export const SIZES = [
  { width: 1920, height: 1080 },
  { width: 1280, height: 800 },
  { width: 360, height: 740 },
  { width: 320, height: 640 },
];

/** What does not fit at the present size, each in a few words. */
export async function misfits(page) {
  // What follows of another width is drawn within some frames.
  await page.evaluate(() => document.fonts.ready.then(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(resolve))))));
  return page.evaluate(() => {
    const found = [];
    const words = (one) => (one.innerText ?? one.textContent ?? '').trim().replaceAll(/\s+/g, ' ').slice(0, 60);
    const say = (what, one, more = '') => found.push(`${what}: ${one.tagName.toLowerCase()}${one.className && typeof one.className === 'string' ? `.${one.className.split(' ').filter((name) => !name.startsWith('svelte-') && !name.startsWith('s-')).join('.')}` : ''} “${words(one)}” ${more}`.trim());
    const dialog = document.querySelector('dialog[open]');
    const roots = dialog ? [dialog] : [...document.querySelectorAll('.app > nav, .app > section, main')];
    const all = roots.flatMap((root) => [...root.querySelectorAll('*')]).filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest('svg, .visually-hidden, .ProseMirror'));
    // What people or other programs wrote may be longer than its place; what the program itself says may not.
    const isData = (one) => one.closest('[role=gridcell], td, [role=option], textarea, .tip') !== null;
    const isSaid = (one) => one.closest('button, label, legend, summary, th, dt, [role=columnheader], [role=tab], [role=button], nav a, .badge') !== null || one.textContent.includes(' · ');
    for (const one of all) {
      const style = getComputedStyle(one);
      const hasWords = [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== '');
      if (hasWords && isSaid(one) && !isData(one)) {
        // The box that cuts is the element's own or one of those around it, up to what is pressed.
        if (style.overflowX !== 'visible' && style.overflowX !== 'auto' && one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 1) say('cut', one, `${one.scrollWidth} in ${one.clientWidth} px`);
        const pressed = one.closest('button, nav a, [role=tab]');
        if (pressed && pressed.clientWidth > 1) {
          const range = document.createRange();
          range.selectNodeContents(one);
          const [inner, outer] = [range.getBoundingClientRect(), pressed.getBoundingClientRect()];
          if (style.textOverflow !== 'ellipsis' && (inner.right > outer.right + 1 || inner.left < outer.left - 1)) say('sticks out of what is pressed', one);
        }
      }
      if (one instanceof HTMLInputElement && one.placeholder && one.value === '') {
        const pen = document.createElement('canvas').getContext('2d');
        pen.font = style.font;
        const room = one.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
        const needs = pen.measureText(one.placeholder).width;
        if (needs > room + 1) found.push(`cut hint: “${one.placeholder}” ${Math.round(needs)} in ${Math.round(room)} px`);
      }
      // What is chosen among records is what people wrote.
      if (one instanceof HTMLSelectElement && one.selectedOptions[0] && !/^[0-9a-f-]{36}$/.test(one.value)) {
        const pen = document.createElement('canvas').getContext('2d');
        pen.font = style.font;
        const needs = pen.measureText(one.selectedOptions[0].textContent.trim()).width + 24;
        if (needs > one.clientWidth + 1) found.push(`cut choice: “${one.selectedOptions[0].textContent.trim()}” ${Math.round(needs)} in ${one.clientWidth} px`);
      }
      const box = one.getBoundingClientRect();
      if (box.width > 1 && box.height > 1 && (box.right > innerWidth + 1 || box.left < -1)) {
        const scrolls = (up) => up && (up.tagName === 'MAIN' || up.tagName === 'DIALOG' ? false : ['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(up).overflowX) || scrolls(up.parentElement));
        // Told of the innermost alone: what is around it sticks out by it.
        const isInnermost = ![...one.children].some((child) => { const inner = child.getBoundingClientRect(); return inner.right > innerWidth + 1 || inner.left < -1; });
        if (isInnermost && !scrolls(one.parentElement)) say('sticks out of the window', one, `${Math.round(box.left)}…${Math.round(box.right)} of ${innerWidth}`);
      }
      if (one.matches('button, a[href], input, select, label.on') && !one.disabled && style.pointerEvents !== 'none' && box.width > 1 && box.height > 1) {
        const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
        if (x > 0 && y > 0 && x < innerWidth && y < innerHeight) {
          const top = document.elementFromPoint(x, y);
          const isClipped = (up) => {
            if (!up || up === document.body) return false;
            const { overflowX, overflowY } = getComputedStyle(up);
            if (overflowX !== 'visible' || overflowY !== 'visible') {
              const around = up.getBoundingClientRect();
              if (x < around.left || x > around.right || y < around.top || y > around.bottom) return true;
            }
            return isClipped(up.parentElement);
          };
          const isOver = top && (one.contains(top) || top.contains(one) || top.closest('label')?.contains(one) || one.labels?.[0]?.contains(top));
          const sticks = top && ['sticky', 'fixed', 'absolute'].some((position) => { for (let up = top; up && up !== document.body; up = up.parentElement) if (getComputedStyle(up).position === position) return true; return false; });
          if (!isOver && !sticks && !isClipped(one.parentElement)) say('lies under something', one, `under ${top?.tagName.toLowerCase()} “${words(top ?? one)}”`);
        }
      }
    }
    for (const root of [document.documentElement, ...roots]) {
      if (root.tagName !== 'NAV' && root.scrollWidth > root.clientWidth + 1) found.push(`${root.tagName.toLowerCase()} scrolls sideways: ${root.scrollWidth} in ${root.clientWidth} px`);
    }
    return [...new Set(found)];
  });
}
