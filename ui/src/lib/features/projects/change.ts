import type { ChangeLine } from '$lib/api/generated';

/** The lines of a change request while they are typed. */
export const KINDS = [
  'add_item',
  'drop_item',
  'end_date',
  'meetings',
  'instalment_amount',
  'add_instalment',
  'instalment_due',
  'waive_instalment',
] as const;

export interface Typed {
  kind: (typeof KINDS)[number];
  title: string;
  item: string;
  milestone: string;
  instalment: string;
  promised: string;
  amount_minor: number | null;
  on: string;
}

export const blankLine = (): Typed => ({
  kind: 'add_item',
  title: '',
  item: '',
  milestone: '',
  instalment: '',
  promised: '',
  amount_minor: null,
  on: '',
});

/** As it is sent; null while what the line needs to be a line at all is not there yet. */
export function lineOf(typed: Typed): ChangeLine | null {
  const { kind, title, item, milestone, instalment, on } = typed;
  const amount_minor = typed.amount_minor ?? 0;
  const promised = Number(typed.promised.trim() || 'none');
  switch (kind) {
    case 'add_item':
      return title.trim() ? { kind, title, milestone: milestone || null } : null;
    case 'drop_item':
      return item ? { kind, item } : null;
    case 'end_date':
      return on ? { kind, end_on: on } : null;
    case 'meetings':
      return Number.isInteger(promised) ? { kind, promised } : null;
    case 'instalment_amount':
      return instalment ? { kind, instalment, amount_minor } : null;
    case 'add_instalment':
      return title.trim() && on ? { kind, title, amount_minor, due_on: on } : null;
    case 'instalment_due':
      return instalment && on ? { kind, instalment, due_on: on } : null;
    case 'waive_instalment':
      return instalment ? { kind, instalment } : null;
  }
}
