import { know } from '$lib/words';

/** The words of leads. */
know(import.meta.glob<Record<string, () => string>>('../../paraglide/messages/{same_by,lead_field,waits}_*.js', { eager: true }));
