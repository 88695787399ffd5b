import { know } from '$lib/words';

/** The words of packs. */
know(
  import.meta.glob<Record<string, () => string>>('../../paraglide/messages/{audience,pack_format,pack_kind,pack_verdict,template}_*.js', {
    eager: true,
  }),
);
