import { goto } from '$app/navigation';
import { partsFor } from '$lib/features/settings/parts';
import { m } from '$lib/paraglide/messages.js';
import { word } from '$lib/words';
import { session } from './session.svelte';

const NEW = [
  { command: 'lead.create', title: () => m.lead_new(), place: '/leads' },
  { command: 'company.create', title: () => m.company_new(), place: '/companies' },
  { command: 'deal.create', title: () => m.deal_new(), place: '/deals' },
  { command: 'quote.create', title: () => m.quote_new(), place: '/quotes' },
] as const;

/**
 * Pages within the places, which have no key of their own, and what a place makes new: the palette
 * finds them from anywhere by their names. Those that the page at hand offers itself are left out.
 */
export function rooms(offered: readonly { title: string }[]): { id: string; title: string; run: () => void }[] {
  const known = new Set(offered.map((action) => action.title));
  return [
    ...NEW.filter(({ command }) => session.mayRun(command)).map(({ title, place }) => ({
      id: `room-new${place}`,
      title: title(),
      run: () => void goto(`${place}?new=yes`),
    })),
    ...(session.mayRun('import.start') ? [{ id: 'room-import', title: m.import_title(), run: () => void goto('/leads/import') }] : []),
    ...partsFor((permission) => session.may(permission)).map((part) => ({
      id: `room-${part}`,
      title: m.set_go({ part: word('part', part) }),
      run: () => void goto(`/settings/${part}`),
    })),
  ].filter((room) => !known.has(room.title));
}
