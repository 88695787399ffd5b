/**
 * Which rows of a long list are on screen.
 *
 * Browsers cap the height of an element (33.5 million physical px), so a list of a million rows
 * cannot simply be as tall as its rows: the spacer stops at `SPACER_CAP` and the scroll fraction
 * is mapped to a row instead.
 */
export const SPACER_CAP = 8_000_000;

export interface Viewport {
  total: number;
  rowHeight: number;
  height: number;
  scrollTop: number;
}

export interface Window {
  /** Index of the first row to draw, and how many. */
  first: number;
  count: number;
  /** Where the first drawn row lies inside the spacer, in px. */
  top: number;
  /** Height of the spacer, in px. */
  spacer: number;
}

/** Rows drawn beyond each edge, so that a quick scroll meets no gap. */
const OVERSCAN = 6;

export function windowOf({ total, rowHeight, height, scrollTop }: Viewport): Window {
  const natural = total * rowHeight;
  const spacer = Math.min(natural, SPACER_CAP);
  const visible = Math.ceil(height / rowHeight) + 1;
  const reach = Math.max(1, spacer - height);
  const fraction = Math.min(1, Math.max(0, scrollTop / reach));
  // Where the viewport's top edge is among the rows, as a fractional index.
  const edge = (fraction * Math.max(0, natural - height)) / rowHeight;
  const first = Math.max(0, Math.floor(edge) - OVERSCAN);
  const count = Math.max(0, Math.min(total - first, visible + 2 * OVERSCAN));
  return { first, count, top: scrollTop - (edge - first) * rowHeight, spacer };
}

/** The scroll position that brings `row` on screen with the least movement. */
export function scrollTo(row: number, { total, rowHeight, height, scrollTop }: Viewport): number {
  const natural = total * rowHeight;
  const spacer = Math.min(natural, SPACER_CAP);
  const travel = Math.max(1, natural - height);
  const reach = Math.max(1, spacer - height);
  const edge = (Math.min(1, scrollTop / reach) * Math.max(0, natural - height)) as number;
  const start = row * rowHeight;
  if (start < edge) return (start / travel) * reach;
  if (start + rowHeight > edge + height) return ((start + rowHeight - height) / travel) * reach;
  return scrollTop;
}
