import { know } from '$lib/words';

/** The words of settings. */
know(
  import.meta.glob<Record<string, () => string>>(
    '../../paraglide/messages/{set,sethint,setword,part,role,allow,follow_up,series,check_of,rate_kind}_*.js',
    { eager: true },
  ),
);
