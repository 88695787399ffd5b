import type { Field, Mapping, Policy, RejectRow, Rejects } from '$lib/api/generated';
import type { Tone } from '$lib/ui/Badge.svelte';

/** What the core's import jobs answer; they are no queries, so no types are written for them. */
export interface Preview {
  mapping: Mapping;
  policy: Policy;
  rows: string[][];
  /** Those of a workbook; a text file has none. */
  sheets: string[];
  is_remembered: boolean;
  /** An import of the same file was cut off: it would go on, unless it is begun anew. */
  is_resumed: boolean;
  size_bytes: number;
  days_assumed: Mapping['date_order'] | null;
}
export interface Report {
  import: string | null;
  total: number;
  new: number;
  duplicate: number;
  invalid: number;
  updated: number;
  is_resumed: boolean;
  /** How days such as 03/04/2026 are read where neither the column nor anybody said it. */
  days_assumed?: Mapping['date_order'];
  examples?: Rejects;
}

export const FIELDS: Field[] = [
  'name',
  'company_name',
  'phone',
  'email',
  'source',
  'language',
  'city',
  'region',
  'pin',
  'campaign',
  'product_interest',
  'note',
  'created_on',
];
export const DATE_ORDERS = ['day_first', 'month_first'] as const;
export const POLICIES: Policy[] = ['skip', 'update_empty', 'update_all', 'keep_both'];

/** Which field each column fills, as a list over the columns. */
export function fieldsOf(mapping: Mapping): string[] {
  const list = mapping.columns.map(() => '');
  for (const [field, columns] of Object.entries(mapping.fields)) for (const at of columns) list[at] = field;
  return list;
}

/** What a person changed, as the core takes it: field → header, no header takes the field out. */
export function changesOf(mapping: Mapping, chosen: string[]): Record<string, string> {
  const map: Record<string, string> = {};
  for (const field of FIELDS) {
    const before = (mapping.fields[field] ?? []).join();
    const now = chosen.flatMap((name, at) => (name === field ? [at] : []));
    if (now.join() !== before) map[field] = now.length > 0 ? (mapping.columns[now[0] ?? 0] ?? '') : '';
  }
  return map;
}

/**
 * The fields that want another value: those that the core named. How to reach somebody is one
 * matter; a reason that names no field is about the whole row, so that everything the file fills
 * can be put right.
 */
export function toCorrect(row: Pick<RejectRow, 'errors'>, mapping: Mapping): Field[] {
  const filled = FIELDS.filter((field) => (mapping.fields[field] ?? []).length > 0);
  const wanted = new Set<Field>();
  for (const fault of row.errors) {
    const field = FIELDS.find((name) => fault.path === name || fault.path.endsWith(`.${name}`));
    if (!field) return filled;
    wanted.add(field);
    if (field === 'phone' || field === 'email') for (const way of ['phone', 'email'] as const) wanted.add(way);
  }
  return wanted.size > 0 ? FIELDS.filter((field) => wanted.has(field)) : filled;
}

/**
 * What each column fills, of what each was last told to: a field is the column's that was told last, and
 * is again the other's once that column is told something else. (Who looks for a field by its first letter
 * passes others on the way.) `wishes` are in the order in which they were told.
 */
export function settled(first: string[], wishes: readonly Wish[]): string[] {
  const latest = new Map<number, Wish>();
  for (const wish of wishes) {
    latest.delete(wish.column);
    latest.set(wish.column, wish);
  }
  const told = [...latest.values()];
  const taken = (field: string, after: number) => told.some((wish, at) => at > after && wish.field === field);
  return first.map((field, column) => {
    const at = told.findIndex((wish) => wish.column === column);
    const own = told[at]?.field ?? field;
    return own !== '' && taken(own, at) ? '' : own;
  });
}
export interface Wish {
  column: number;
  field: string;
}

export const STATE: Record<string, Tone> = {
  running: 'info',
  finished: 'success',
  cancelled: 'warning',
  undoing: 'warning',
  undone: 'neutral',
};
