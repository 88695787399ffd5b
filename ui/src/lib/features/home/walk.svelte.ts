import { goto } from '$app/navigation';
import { offer } from '$lib/actions.svelte';
import { m } from '$lib/paraglide/messages.js';
import type { Line } from './List.svelte';

/** Walks the rows of several lists as one: J/K marks, S acts, O opens. */
export class Walk {
  active = $state<string>();

  constructor(lines: () => Line[]) {
    const at = () => lines().find((line) => line.id === this.active);
    const move = (by: number) => {
      const all = lines();
      const from = all.findIndex((line) => line.id === this.active);
      const next = all[Math.min(all.length - 1, Math.max(0, from < 0 ? 0 : from + by))];
      this.active = next?.id;
      queueMicrotask(() => document.querySelector(`[data-line="${next?.id ?? ''}"]`)?.scrollIntoView({ block: 'nearest' }));
    };
    offer(() => [
      { id: 'row-next', group: 'here', title: m.action_next(), keys: 'j', enabled: lines().length > 0, run: () => move(1) },
      { id: 'row-previous', group: 'here', title: m.action_previous(), keys: 'k', enabled: lines().length > 0, run: () => move(-1) },
      {
        id: 'row-act',
        group: 'here',
        title: at()?.act?.title ?? m.home_act(),
        keys: 's',
        enabled: at()?.act !== undefined,
        run: () => {
          const act = at()?.act;
          if (act) void goto(act.href);
        },
      },
      {
        id: 'row-open',
        group: 'here',
        title: m.action_open(),
        keys: 'o',
        enabled: at() !== undefined,
        run: () => {
          const line = at();
          if (line) void goto(line.href);
        },
      },
    ]);
  }
}
