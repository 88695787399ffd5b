import { m } from '$lib/paraglide/messages.js';

/** Where one can go, in the order of a client's way through the firm. */
export const PLACES = [
  { id: 'calls', href: '/calls', keys: 'g q', title: () => m.nav_queue() },
  { id: 'leads', href: '/leads', keys: 'g l', title: () => m.nav_leads() },
  { id: 'quotes', href: '/quotes', keys: 'g u', title: () => m.nav_quotes() },
  { id: 'kickoffs', href: '/kickoffs', keys: 'g k', title: () => m.nav_kickoffs() },
  { id: 'projects', href: '/projects', keys: 'g p', title: () => m.nav_projects() },
  { id: 'packs', href: '/packs', keys: 'g o', title: () => m.nav_packs() },
] as const;
