import { count } from '$lib/i18n';
import { keepPlace, placeBefore } from '$lib/place';
import { Burst } from './burst';
import { onPushed } from './events';
import { QUERY_READS, type Queries } from './generated';
import { touches } from './live.svelte';
import { ask, Refused, type Failure } from './rpc';

/** Queries that answer by pages: rows, and what to ask with for the next ones. */
type Paged = {
  [Q in keyof Queries]: Queries[Q]['view'] extends { rows: { id: string }[]; next?: unknown } ? Q : never;
}[keyof Queries];
type RowOf<Q extends Paged> = Queries[Q]['view']['rows'][number];

/** Rows a page; the first is small so that it is on screen at once. */
const FIRST = 60;
const PAGE = 200;

/**
 * A long list that stays true. Pages come as they are scrolled to; after a commit every page on
 * hand is asked again and put in place together, so that no row jumps.
 */
export class LivePages<Row> {
  rows = $state.raw<Row[]>([]);
  /** True when there is more to come. */
  hasMore = $state(false);
  waiting = $state(true);
  failure = $state.raw<Failure | undefined>();
  more: () => void = () => undefined;

  /** How many there are at least: one more than are here while more are to come. */
  get total(): number {
    return this.rows.length + (this.hasMore ? 1 : 0);
  }
  /** How many are here, in words: `60+` while more are to come. */
  get shown(): string {
    return count(this.rows.length) + (this.hasMore ? '+' : '');
  }
}

export function livePages<Q extends Paged>(name: Q, args: () => Queries[Q]['args']): LivePages<RowOf<Q>> {
  type Row = RowOf<Q>;
  const live = new LivePages<Row>();
  $effect(() => {
    const wanted = args();
    const key = `pages ${name} ${JSON.stringify(wanted)}`;
    // Answers come in any order: one that was asked for before the one on screen is let go.
    let asked = 0;
    let shown = 0;
    let pages = 0;
    let next: unknown = null;

    const page = async (after: unknown, limit: number) =>
      (await ask(name, { ...wanted, ...(after === null ? {} : { after }), limit } as Queries[Q]['args'])) as {
        rows: Row[];
        next?: unknown;
      };
    /** Asks for the first `count` pages, or for the one after those on hand. */
    const fetchPages = async (count: number, keep: boolean) => {
      const mine = ++asked;
      try {
        let rows = keep ? live.rows : [];
        let after = keep ? next : null;
        let had = keep ? pages : 0;
        // Pages that came meanwhile are part of what is asked anew.
        for (; had < Math.max(count, keep ? 0 : pages); had++) {
          const answer = await page(after, had === 0 ? FIRST : PAGE);
          if (mine < shown) return;
          rows = [...rows, ...answer.rows];
          after = answer.next ?? null;
          if (after === null) break;
        }
        shown = mine;
        live.rows = rows;
        next = after;
        live.hasMore = after !== null;
        live.failure = undefined;
        pages = Math.max(count, had);
        keepPlace(key, pages);
      } catch (cause) {
        if (mine < shown) return;
        shown = mine;
        if (!(cause instanceof Refused)) throw cause;
        live.failure = cause.failure;
      }
      live.waiting = false;
    };

    live.waiting = true;
    live.more = () => {
      if (live.hasMore && !live.waiting) {
        live.waiting = true;
        void fetchPages(pages + 1, true);
      }
    };
    // Back finds as much of the list as was there, so that its place in it can be found.
    void fetchPages(placeBefore<number>(key) ?? 1, false);
    const burst = new Burst(() => fetchPages(Math.max(1, pages), false));
    const stop = onPushed((event) => {
      if (event.type !== 'changed' || !touches(QUERY_READS[name] ?? [], event.tables)) return;
      burst.come();
    });
    return () => {
      shown = Number.MAX_SAFE_INTEGER;
      burst.end();
      stop();
    };
  });
  return live;
}
