import { know } from '$lib/words';

/** The words of quotes. */
know(
  import.meta.glob<Record<string, () => string>>(
    '../../paraglide/messages/{approval,decision,diff,due_rule,inclusion,quote_field,quote_state,quote_tab,sent_way,tax,tier,tier_short,treatment}_*.js',
    { eager: true },
  ),
);
