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
}

export function livePages<Q extends Paged>(name: Q, args: () => Queries[Q]['args']): LivePages<RowOf<Q>> {
  type Row = RowOf<Q>;
  const live = new LivePages<Row>();
  $effect(() => {
    const wanted = args();
    const key = `pages ${name} ${JSON.stringify(wanted)}`;
    let run = 0;
    let pages = 0;
    let next: unknown = null;

    const page = async (after: unknown, limit: number) =>
      (await ask(name, { ...wanted, ...(after === null ? {} : { after }), limit } as Queries[Q]['args'])) as {
        rows: Row[];
        next?: unknown;
      };
    /** Asks for the first `count` pages, or for the one after those on hand. */
    const fetchPages = async (count: number, keep: boolean) => {
      const mine = ++run;
      try {
        let rows = keep ? live.rows : [];
        let after = keep ? next : null;
        for (let i = keep ? pages : 0; i < count; i++) {
          const answer = await page(after, i === 0 ? FIRST : PAGE);
          if (mine !== run) return;
          rows = [...rows, ...answer.rows];
          after = answer.next ?? null;
          if (after === null) break;
        }
        live.rows = rows;
        next = after;
        live.hasMore = after !== null;
        live.failure = undefined;
        pages = count;
        keepPlace(key, pages);
      } catch (cause) {
        if (mine !== run) return;
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
      run = Number.MAX_SAFE_INTEGER;
      burst.end();
      stop();
    };
  });
  return live;
}
