import { goto } from '$app/navigation';
import { PARTS } from '$lib/features/settings/parts';
import { m } from '$lib/paraglide/messages.js';
import { word } from '$lib/words';
import { session } from './session.svelte';

/**
 * Pages within the places, which have no key of their own: the palette finds them from anywhere by
 * their names. Those that the page at hand offers itself are left out.
 */
export function rooms(offered: readonly { title: string }[]): { id: string; title: string; run: () => void }[] {
  const known = new Set(offered.map((action) => action.title));
  return [
    ...(session.mayRun('import.start') ? [{ id: 'room-import', title: m.import_title(), run: () => void goto('/leads/import') }] : []),
    ...PARTS.map((part) => ({
      id: `room-${part}`,
      title: m.set_go({ part: word('part', part) }),
      run: () => void goto(`/settings/${part}`),
    })),
  ].filter((room) => !known.has(room.title));
}
