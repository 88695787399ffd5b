import type { Queries } from '$lib/api/generated';
import type { Tone } from '$lib/ui/Badge.svelte';

export type QuoteView = Queries['quote.get']['view'];
export type QuoteRow = Queries['quote.list']['view']['rows'][number];
export type Section = QuoteView['sections'][number];
export type Line = Section['lines'][number];
export type Offer = QuoteView['offers'][number];
export type Version = Queries['quote.versions']['view']['rows'][number];

/** Colours of states; the word stands beside the colour always. */
export const STATE: Record<QuoteView['state'], Tone> = {
  draft: 'neutral',
  in_review: 'warning',
  approved: 'info',
  sent: 'info',
  viewed: 'info',
  accepted: 'success',
  declined: 'danger',
  expired: 'warning',
  superseded: 'neutral',
};
