import { m } from '$lib/paraglide/messages.js';

/** The first day's walk through the window, by role. Each stop is a place and a few sentences. */
export interface Stop {
  href: string;
  /** What is ringed there; the page as a whole when it is not found. */
  mark?: string;
  title: () => string;
  text: () => string;
}

const GRID = '.grid, main ul';
const STOPS = {
  palette: { href: '', mark: 'nav .find', title: () => m.tour_palette(), text: () => m.tour_palette_text() },
  queue: { href: '/calls', mark: 'main', title: () => m.tour_queue(), text: () => m.tour_queue_text() },
  leads: { href: '/leads', mark: GRID, title: () => m.tour_leads(), text: () => m.tour_leads_text() },
  quotes: { href: '/quotes', mark: GRID, title: () => m.tour_quotes(), text: () => m.tour_quotes_text() },
  payments: { href: '/payments', mark: GRID, title: () => m.tour_payments(), text: () => m.tour_payments_text() },
  kickoffs: { href: '/kickoffs', mark: 'main', title: () => m.tour_kickoffs(), text: () => m.tour_kickoffs_text() },
  projects: { href: '/projects', mark: GRID, title: () => m.tour_projects(), text: () => m.tour_projects_text() },
  packs: { href: '/packs', mark: 'main', title: () => m.tour_packs(), text: () => m.tour_packs_text() },
  team: { href: '/settings/team', mark: 'main', title: () => m.tour_team(), text: () => m.tour_team_text() },
  keys: { href: '', mark: 'nav .tools', title: () => m.tour_keys(), text: () => m.tour_keys_text() },
} satisfies Record<string, Stop>;
type Name = keyof typeof STOPS;

/** What each role does first; whoever has several walks all of theirs. */
const BY_ROLE: Record<string, Name[]> = {
  owner: ['leads', 'quotes', 'kickoffs', 'projects', 'packs'],
  admin: ['leads', 'projects', 'team'],
  sales_manager: ['leads', 'quotes', 'kickoffs'],
  sales_executive: ['leads', 'quotes'],
  telecalling_manager: ['queue', 'leads'],
  telecaller: ['queue', 'leads'],
  field_agent: ['leads'],
  project_manager: ['kickoffs', 'projects', 'packs'],
  consultant: ['projects'],
  hr_manager: ['projects'],
  finance: ['quotes', 'payments', 'projects', 'packs'],
  viewer: ['projects'],
};

export function tourFor(roles: readonly string[]): Stop[] {
  const wanted = new Set(roles.flatMap((role) => BY_ROLE[role] ?? []));
  const middle = (Object.keys(STOPS) as Name[]).filter((name) => wanted.has(name));
  return (['palette', ...middle, 'keys'] as const).map((name) => STOPS[name]);
}
