import { know } from '$lib/words';

/** The words of projects. */
know(
  import.meta.glob<Record<string, () => string>>(
    '../../paraglide/messages/{act,change_line,change_state,check,deliverable_state,did,health,how,item_state,meeting_kind,meeting_state,milestone_state,money,payment_mode,payment_state,period,phase,report_state,staffing_state,stage,step,subject,tab}_*.js',
    { eager: true },
  ),
);
