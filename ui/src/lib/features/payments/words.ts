import { know } from '$lib/words';

/** The words of payments. */
know(
  import.meta.glob<Record<string, () => string>>('../../paraglide/messages/{instalment,payment_mode,payment_state,pay_tab}_*.js', {
    eager: true,
  }),
);
