import { know, word } from '$lib/words';

know(import.meta.glob<Record<string, () => string>>('../paraglide/messages/deal_step_*.js', { eager: true }));

/** The steps that a new firm is given, by their titles; a firm's own titles stay its own. */
const GIVEN: Record<string, string> = {
  New: 'new',
  Qualified: 'qualified',
  'Meeting held': 'meeting',
  Quoted: 'quoted',
  Negotiation: 'negotiation',
  Won: 'won',
  Lost: 'lost',
};

/** A step of the pipeline in the reader's language. */
export function stageTitle(title: string): string {
  const given = GIVEN[title];
  return given ? word('deal_step', given) : title;
}
