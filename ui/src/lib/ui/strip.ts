/** The present one of a strip that is wider than its place is brought into the middle. */
function presentInSight(strip: HTMLElement): void {
  const present = strip.querySelector('[aria-current], :checked');
  if (!present || strip.scrollWidth <= strip.clientWidth) return;
  const [outer, inner] = [strip.getBoundingClientRect(), present.getBoundingClientRect()];
  strip.scrollLeft += inner.left + inner.width / 2 - (outer.left + outer.width / 2);
}

/**
 * A strip of links or choices that may be wider than its place (`use:strip`, with the class of that
 * name): the present one is in sight, also when letters or lines come later, and the edges fade where
 * there is more.
 */
export function strip(node: HTMLElement): { destroy: () => void } {
  const fade = () => {
    const more = node.scrollWidth - node.clientWidth;
    node.toggleAttribute('data-before', node.scrollLeft > 1);
    node.toggleAttribute('data-after', node.scrollLeft < more - 1);
  };
  const show = () => {
    presentInSight(node);
    fade();
  };
  const sizes = new ResizeObserver(show);
  const follow = () => {
    sizes.disconnect();
    for (const one of [node, ...node.querySelectorAll('a, label')]) sizes.observe(one);
  };
  const marks = new MutationObserver((changes) => {
    if (changes.some((change) => change.type === 'childList')) follow();
    show();
  });
  marks.observe(node, { subtree: true, childList: true, attributes: true, attributeFilter: ['aria-current'] });
  node.addEventListener('scroll', fade, { passive: true });
  node.addEventListener('change', show);
  follow();
  return {
    destroy: () => {
      sizes.disconnect();
      marks.disconnect();
      node.removeEventListener('scroll', fade);
      node.removeEventListener('change', show);
    },
  };
}
