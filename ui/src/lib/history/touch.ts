import type { LeadView } from '$lib/api/generated';
import { m } from '$lib/paraglide/messages.js';
import { word } from '$lib/words';

export type Touch = LeadView['timeline'][number];

/** What happened to a lead, in a word or two. */
export function touchTitle(entry: Touch): string {
  if (entry.kind === 'call') return word('outcome', entry.what);
  return entry.kind === 'assignment' ? m.happened_assignment({ name: entry.to ?? '' }) : m.happened_note();
}
