/** A strip of links that is wider than the window: the present one is brought into its middle. */
export function presentInSight(strip: HTMLElement | null | undefined): void {
  const present = strip?.querySelector('[aria-current]');
  if (!strip || !present || strip.scrollWidth <= strip.clientWidth) return;
  const [outer, inner] = [strip.getBoundingClientRect(), present.getBoundingClientRect()];
  strip.scrollLeft += inner.left + inner.width / 2 - (outer.left + outer.width / 2);
}
