import type { Queries } from '$lib/api/generated';
import type { Tone } from '$lib/ui/Badge.svelte';

export type Due = Queries['payment.due']['view']['rows'][number];
export type Payment = Queries['payment.list']['view']['rows'][number];

export const PAYMENT_TONES: Record<Payment['state'], Tone> = { recorded: 'warning', verified: 'success', rejected: 'danger' };

/** How an open instalment is shown: overdue is said by the core beside its state. */
export function standing(due: Due): { word: string; tone: Tone } {
  const { state, is_overdue } = due.instalment;
  if (is_overdue) return { word: 'overdue', tone: 'danger' };
  if (state === 'due') return { word: 'due', tone: 'info' };
  if (state === 'part_paid') return { word: 'part_paid', tone: 'warning' };
  return { word: state, tone: 'neutral' };
}
