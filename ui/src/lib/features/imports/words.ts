import { know } from '$lib/words';

/** The words of imports. */
know(
  import.meta.glob<Record<string, () => string>>('../../paraglide/messages/{import_state,import_step,lead_field,policy,kept,date_order}_*.js', {
    eager: true,
  }),
);
