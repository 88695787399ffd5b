import { know } from '$lib/words';

/** The words of imports. */
know(
  import.meta.glob<Record<string, () => string>>('../../paraglide/messages/{import_state,import_step,lead_field,policy,kept}_*.js', {
    eager: true,
  }),
);
