import { ask } from '$lib/api/rpc';
import type { Option } from './forms.svelte';

/** As many as a list shows at once. */
const MOST = 20;

/** Companies by a part of the name or tax number, for a field of the kind `find`. */
export async function findCompany(text: string): Promise<Option[]> {
  const { rows } = await ask('company.list', { search: text, limit: MOST });
  return rows.map((row) => ({ id: row.id, title: row.name, detail: row.tax_number ?? '' }));
}
