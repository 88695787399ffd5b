import { goto } from '$app/navigation';
import { ask } from '$lib/api/rpc';

/** Something the palette found in the data. */
export interface Found {
  id: string;
  title: string;
  detail?: string;
  run: () => void;
}

/** Companies, quotes, projects and people that fit; what a person may not read is left out by the core. */
export async function findOthers(text: string): Promise<{ companies: Found[]; quotes: Found[]; projects: Found[] }> {
  const limit = 4;
  const none = () => ({ rows: [] });
  const [companies, quotes, projects] = await Promise.all([
    ask('company.list', { search: text, limit }).catch(none),
    ask('quote.list', { search: text, limit }).catch(none),
    ask('project.list', { search: text, limit }).catch(none),
  ]);
  return {
    companies: companies.rows.map((row) => ({ id: row.id, title: row.name, run: () => void goto(`/companies/${row.id}`) })),
    quotes: quotes.rows.map((row) => ({
      id: row.id,
      title: row.title,
      detail: [row.number, row.company_name].filter(Boolean).join(' · '),
      run: () => void goto(`/quotes/${row.id}`),
    })),
    projects: projects.rows.map((row) => ({
      id: row.id,
      title: row.name,
      detail: row.company_name,
      run: () => void goto(`/projects/${row.id}`),
    })),
  };
}

/** The first leads that fit what was typed, as the core finds them. */
export async function findLeads(text: string): Promise<Found[]> {
  const { rows } = await ask('lead.list', { text, limit: 6 }).catch(() => ({ rows: [] }));
  return rows.map((lead) => ({
    id: lead.id,
    title: lead.name,
    detail: [lead.company_name, lead.phone].filter(Boolean).join(' · '),
    run: () => void goto(`/leads/${lead.id}`),
  }));
}
