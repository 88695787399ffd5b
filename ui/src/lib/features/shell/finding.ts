import { goto } from '$app/navigation';
import { ask } from '$lib/api/rpc';

/** Something the palette found in the data. */
export interface Found {
  id: string;
  title: string;
  detail?: string;
  run: () => void;
}

/** The first leads that fit what was typed, as the core finds them. */
export async function findLeads(text: string): Promise<Found[]> {
  const { rows } = await ask('lead.list', { text, limit: 6 });
  return rows.map((lead) => ({
    id: lead.id,
    title: lead.name,
    detail: [lead.company_name, lead.phone].filter(Boolean).join(' · '),
    run: () => void goto(`/leads/${lead.id}`),
  }));
}
