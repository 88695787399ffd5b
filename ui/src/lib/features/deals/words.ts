import { know } from '$lib/words';

/** The words of deals. */
know(import.meta.glob<Record<string, () => string>>('../../paraglide/messages/quote_state_*.js', { eager: true }));
