import { know } from '$lib/words';

/** The words of the first page. */
know(
  import.meta.glob<Record<string, () => string>>('../../paraglide/messages/{act,home_admin,home_kind,home_part,home_setting,payment_mode}_*.js', {
    eager: true,
  }),
);
