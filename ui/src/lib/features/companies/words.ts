import { know } from '$lib/words';

/** The words of companies. */
know(
  import.meta.glob<Record<string, () => string>>('../../paraglide/messages/{company_tab,instalment,quote_state,stage}_*.js', { eager: true }),
);
