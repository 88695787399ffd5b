import { m } from '$lib/paraglide/messages.js';

/** Where one can go, in the order of a client's way through the firm. */
export const PLACES = [
  { id: 'home', href: '/', keys: 'g h', title: () => m.nav_home() },
  { id: 'inbox', href: '/inbox', keys: 'g i', title: () => m.nav_inbox() },
  { id: 'calls', href: '/calls', keys: 'g q', title: () => m.nav_queue() },
  { id: 'log', href: '/calls/log', keys: 'g n', title: () => m.nav_calls() },
  { id: 'leads', href: '/leads', keys: 'g l', title: () => m.nav_leads() },
  { id: 'companies', href: '/companies', keys: 'g c', title: () => m.nav_companies() },
  { id: 'deals', href: '/deals', keys: 'g d', title: () => m.nav_deals() },
  { id: 'quotes', href: '/quotes', keys: 'g u', title: () => m.nav_quotes() },
  { id: 'agreements', href: '/agreements', keys: 'g a', title: () => m.nav_agreements() },
  { id: 'kickoffs', href: '/kickoffs', keys: 'g k', title: () => m.nav_kickoffs() },
  { id: 'projects', href: '/projects', keys: 'g p', title: () => m.nav_projects() },
  { id: 'payments', href: '/payments', keys: 'g m', title: () => m.nav_payments() },
  { id: 'packs', href: '/packs', keys: 'g o', title: () => m.nav_packs() },
  { id: 'settings', href: '/settings', keys: 'g s', title: () => m.nav_settings() },
] as const;

export type Place = (typeof PLACES)[number];

/** The place at an address, or the one that it lies within. */
export function placeAt(pathname: string): Place | undefined {
  const within = PLACES.filter(({ href }) => (href === '/' ? pathname === '/' : pathname === href || pathname.startsWith(`${href}/`)));
  return within.sort((a, b) => b.href.length - a.href.length)[0];
}
