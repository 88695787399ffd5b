import { know } from '$lib/words';

/** The words of kickoffs. */
know(import.meta.glob<Record<string, () => string>>('../../paraglide/messages/kickoff_state_*.js', { eager: true }));
