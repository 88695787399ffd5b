import { know } from '$lib/words';

/** The words of agreements. */
know(
  import.meta.glob<Record<string, () => string>>('../../paraglide/messages/{due_rule,instalment,item_state,page_tab}_*.js', { eager: true }),
);
