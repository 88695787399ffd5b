import type { Component } from 'svelte';
import type { Action } from '$lib/actions.svelte';
import type { Act } from '$lib/api/generated';

/** How a person does a command: its words and key, and what is asked before it is sent. */
export interface Doing {
  title: string;
  keys?: string;
  icon?: Component;
  run: () => void;
}

/** The act of a record with this command; none when the core does not offer it. */
export const actOf = (acts: readonly Act[] | undefined, command: string): Act | undefined =>
  acts?.find((act) => act.command === command);

/** Whether it may be done now. */
export function mayNow(acts: readonly Act[] | undefined, command: string): boolean {
  const act = actOf(acts, command);
  return act !== undefined && !act.refused;
}

/** What the core offers of a record, as actions in its order; the page says how each is done. */
export function actionsOf(acts: readonly Act[], doing: Readonly<Record<string, Doing>>): (Action & { isNext: boolean })[] {
  return acts.flatMap((act) => {
    const known = doing[act.command];
    if (!known) return [];
    const refused = act.refused ? { enabled: false, not: act.refused.message } : {};
    return [{ id: act.command, group: 'here' as const, isNext: act.is_next, ...known, ...refused }];
  });
}
