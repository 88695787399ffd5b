/** Pages of what others did. The program looks at so many entries for one page, told or not: a page
 * may be empty and not be the last. */

export interface Entry {
  seq: number;
  at: string;
  actor: string;
  command: string;
  /** The command's name. */
  name: string;
  sentence: string;
  is_undone: boolean;
  page: { title: string; href: string } | null;
}
export interface News {
  from: string | null;
  rows: Entry[];
  next: number | null;
}
/** The page before a place in the journal, or the first one. */
export type Ask = (before: number | null) => Promise<News>;

/** So many are asked for by itself. */
const MOST_PAGES = 20;

/** The next page with something in it. */
export async function filled(ask: Ask, before: number | null): Promise<News> {
  let told = await ask(before);
  for (let n = 1; told.rows.length === 0 && told.next !== null && n < MOST_PAGES; n++) told = await ask(told.next);
  return told;
}

/** What is shown, with what came since then above it; the pages that somebody asked for stay. */
export async function renewed(shown: News, ask: Ask): Promise<News> {
  const first = await filled(ask, null);
  const newest = shown.rows[0]?.seq;
  if (newest === undefined) return first;
  let told = first;
  const rows = [...first.rows];
  const oldest = () => rows.at(-1)?.seq ?? Infinity;
  for (let n = 1; told.next !== null && oldest() > newest; n++) {
    if (n === MOST_PAGES) return first;
    told = await ask(told.next);
    rows.push(...told.rows);
  }
  const kept = told.next === null ? [] : shown.rows.filter((row) => row.seq < oldest());
  return { from: first.from, rows: [...rows, ...kept], next: kept.length > 0 ? shown.next : told.next };
}

/** An entry, and others of the same kind that the same person gave just before. */
export interface Fold<E> {
  head: E;
  rest: E[];
}
/** Entries of one kind, one beneath the other, become one line; the newest stands for all. */
export function folded<E extends Entry>(entries: readonly E[]): Fold<E>[] {
  const folds: Fold<E>[] = [];
  for (const entry of entries) {
    const head = folds.at(-1)?.head;
    if (head?.actor === entry.actor && head.name === entry.name) folds.at(-1)?.rest.push(entry);
    else folds.push({ head: entry, rest: [] });
  }
  return folds;
}
