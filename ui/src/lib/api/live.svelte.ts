import { Burst } from './burst';
import { onPushed } from './events';
import { QUERY_READS, type Queries } from './generated';
import { ask, Refused, type Failure } from './rpc';

/**
 * An answer that stays true: asked when its arguments change and again after each commit that
 * touches a table the query reads. The last answer stays on screen while the next is under way,
 * so that nothing jumps.
 */
export class Live<View> {
  data = $state.raw<View | undefined>();
  failure = $state.raw<Failure | undefined>();
  /** True until the first answer to the present arguments. */
  waiting = $state(true);
  refresh: () => void = () => undefined;
}

export function touches(reads: readonly string[], tables: readonly string[]): boolean {
  return tables.includes('*') || tables.some((table) => reads.includes(table));
}

/** Roles decide what anybody is shown and what they may do with it, whatever a query reads. */
const ROLES = ['person_roles', 'role_permissions'];

/**
 * Call while a component is set up. `args` is a function so that what it reads is tracked;
 * `null` means "not yet" and asks nothing.
 */
export function liveQuery<Q extends keyof Queries>(
  name: Q,
  args: () => Queries[Q]['args'] | null,
): Live<Queries[Q]['view']> {
  const live = new Live<Queries[Q]['view']>();
  $effect(() => {
    const wanted = args();
    // Answers come in any order: one that was asked for before the one on screen is let go.
    let asked = 0;
    let shown = 0;
    if (wanted === null) {
      live.data = undefined;
      live.waiting = false;
      return undefined;
    }
    const fetchNow = async () => {
      const mine = ++asked;
      try {
        const view = await ask(name, wanted);
        if (mine < shown) return;
        shown = mine;
        live.data = view;
        live.failure = undefined;
      } catch (cause) {
        if (mine < shown) return;
        shown = mine;
        if (!(cause instanceof Refused)) throw cause;
        live.failure = cause.failure;
      }
      live.waiting = false;
    };
    live.waiting = true;
    live.refresh = () => void fetchNow();
    void fetchNow();
    const burst = new Burst(fetchNow);
    const stop = onPushed((event) => {
      if (event.type !== 'changed' || !touches([...(QUERY_READS[name] ?? []), ...ROLES], event.tables)) return;
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
