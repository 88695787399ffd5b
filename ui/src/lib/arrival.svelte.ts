import { untrack } from 'svelte';
import { replaceState } from '$app/navigation';
import { page } from '$app/state';
import type { Action } from './actions.svelte';

/**
 * For addresses that lead straight to what is to be done (`?act=…`): once the page is ready `run` is
 * called, once for each arrival, and when it says that it knew what to do the address loses those
 * words, so that neither a reload nor Back does it again.
 *
 * What `page.url` says does not change with the address: it stays that of the arrival. Data that
 * changes meanwhile must not have it done again.
 */
export function onArrival(ready: () => boolean, run: (wanted: URLSearchParams) => boolean): void {
  let done: URL | undefined;
  $effect(() => {
    const { url } = page;
    if (url === done || url.search === '' || !ready()) return;
    done = url;
    untrack(() => {
      if (run(url.searchParams)) replaceState(url.pathname, page.state);
    });
  });
}

/** `?new=yes` leads to a list from elsewhere, straight to making what it lists. */
export function onNew(create: () => Action | undefined): void {
  onArrival(
    () => create() !== undefined,
    (wanted) => {
      if (!wanted.has('new')) return false;
      const action = create();
      if (action && action.enabled !== false) action.run();
      return true;
    },
  );
}
