import type { Field, Mapping, Policy, Rejects } from '$lib/api/generated';
import type { Tone } from '$lib/ui/Badge.svelte';

/** What the core's import jobs answer; they are no queries, so no types are written for them. */
export interface Preview {
  mapping: Mapping;
  policy: Policy;
  rows: string[][];
  is_remembered: boolean;
  size_bytes: number;
}
export interface Report {
  import: string | null;
  total: number;
  new: number;
  duplicate: number;
  invalid: number;
  updated: number;
  is_resumed: boolean;
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

/** Gives a column its field; a field that another column had alone goes with it. */
export function choose(chosen: string[], column: number, field: string): string[] {
  return chosen.map((name, at) => (at === column ? field : name === field ? '' : name));
}

export const STATE: Record<string, Tone> = {
  running: 'info',
  finished: 'success',
  cancelled: 'warning',
  undoing: 'warning',
  undone: 'neutral',
};
