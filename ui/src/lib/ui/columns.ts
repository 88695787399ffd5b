/** Which columns of a list are shown, in what order and how wide: each person's own, by list. */

export interface Layout {
  /** Ids in the order chosen; columns that are not named follow in their own order. */
  order: string[];
  hidden: string[];
  /** Widths that were chosen, in px. */
  widths: Record<string, number>;
}
export const USUAL: Layout = { order: [], hidden: [], widths: {} };
/** Nobody has chosen anything yet. */
export const isUsual = (layout: Layout): boolean =>
  layout.order.length + layout.hidden.length + Object.keys(layout.widths).length === 0;
export const NARROWEST = 56;
export const WIDEST = 640;

interface Sized {
  id: string;
  width: string;
  yields?: number;
}

/** What fits beside each other: columns give way in their own order, the lowest number first. */
export function fitting<C extends Sized>(columns: readonly C[], gap: number, room: number): C[] {
  const left = [...columns];
  const giving = left.filter((column) => column.yields !== undefined).sort((a, b) => (a.yields ?? 0) - (b.yields ?? 0));
  for (const column of giving) {
    if (leastWidth(left, gap) <= room) break;
    left.splice(left.indexOf(column), 1);
  }
  return left;
}

/** The columns in the person's order, hidden ones too. */
export function ordered<C extends Sized>(columns: readonly C[], layout: Layout): C[] {
  const place = (column: C) => {
    const at = layout.order.indexOf(column.id);
    return at < 0 ? layout.order.length + columns.indexOf(column) : at;
  };
  return [...columns].sort((a, b) => place(a) - place(b));
}

/** What is on screen; the last column is never hidden. */
export function shown<C extends Sized>(columns: readonly C[], layout: Layout): C[] {
  const list = ordered(columns, layout)
    .filter((column) => !layout.hidden.includes(column.id))
    .map((column) => {
      const width = layout.widths[column.id];
      return width === undefined ? column : { ...column, width: `${width}px` };
    });
  return list.length > 0 ? list : ordered(columns, layout).slice(0, 1);
}

export function moved(columns: readonly Sized[], layout: Layout, id: string, by: -1 | 1): Layout {
  const order = ordered(columns, layout).map((column) => column.id);
  const from = order.indexOf(id);
  const to = from + by;
  if (from < 0 || to < 0 || to >= order.length) return layout;
  order.splice(to, 0, ...order.splice(from, 1));
  return { ...layout, order };
}

export function toggled(layout: Layout, id: string): Layout {
  const hidden = layout.hidden.includes(id) ? layout.hidden.filter((other) => other !== id) : [...layout.hidden, id];
  return { ...layout, hidden };
}

export function widened(layout: Layout, id: string, px: number): Layout {
  const width = Math.round(Math.min(WIDEST, Math.max(NARROWEST, px)));
  return { ...layout, widths: { ...layout.widths, [id]: width } };
}

/** The least width at which every column has its own; narrower windows scroll sideways. */
export function leastWidth(columns: readonly Sized[], gap: number): number {
  const least = columns.map((column) => Number(/(\d+(?:\.\d+)?)px/.exec(column.width)?.[1] ?? 80));
  return least.reduce((sum, width) => sum + width, 0) + gap * Math.max(0, columns.length - 1);
}

/** Reads what was remembered; anything else than a layout is as good as nothing. */
export function readLayout(text: string | null): Layout {
  try {
    const found = JSON.parse(text ?? 'null') as Partial<Layout> | null;
    const words = (list: unknown) => (Array.isArray(list) ? list.filter((id): id is string => typeof id === 'string') : []);
    const widths = Object.entries(found?.widths ?? {}).filter(([, px]) => typeof px === 'number' && px > 0);
    return { order: words(found?.order), hidden: words(found?.hidden), widths: Object.fromEntries(widths) };
  } catch {
    return USUAL;
  }
}

/**
 * Cells as spreadsheets paste them. A text that a spreadsheet would run as a formula is set in
 * quotes with an apostrophe before it.
 */
export function tsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map(cell).join('\t')).join('\n');
}
function cell(text: string): string {
  const tame = /^[=@]|^[+-](?![\d\s.,]*$)/.test(text) ? `'${text}` : text;
  return /["\t\r\n]/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
}

/** What this machine remembers under a key. */
export function keptLayout(key: string): Layout {
  try {
    return readLayout(localStorage.getItem(key));
  } catch {
    return USUAL;
  }
}
export function keepLayout(key: string, layout: Layout): void {
  try {
    if (isUsual(layout)) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(layout));
  } catch {
    // A browser may keep nothing: then the list is as it always is.
  }
}
