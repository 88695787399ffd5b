import { know } from '$lib/words';

/** The words of documents. */
know(import.meta.glob<Record<string, () => string>>('../paraglide/messages/{audience,save_as,template}_*.js', { eager: true }));
