import { mayNow } from '$lib/acts';
import { liveQuery } from '$lib/api/live.svelte';
import { session } from '$lib/features/shell/session.svelte';
import { day, dayAndClock, money } from '$lib/i18n';
import { m } from '$lib/paraglide/messages.js';

/** What waits for this person, from every part of the firm; each row leads to where it is decided. */
export interface Waiting {
  id: string;
  kind: string;
  title: string;
  detail: string;
  href: string;
}

/** Call while a component is set up; the rows stay true as long as it lives. */
export function waitingForMe(): { readonly rows: Waiting[]; readonly isWaiting: boolean } {
  // Asked only where the core lets this person decide.
  const kickoffs = liveQuery('kickoff.inbox', () => (session.may('kickoff.decide') ? { only_pending: true } : null));
  const quotes = liveQuery('quote.list', () => (session.may('quote.approve') ? { state: 'in_review' } : null));
  const payments = liveQuery('payment.list', () => (session.may('payment.verify') ? { state: 'recorded' } : null));
  const staffing = liveQuery('staffing.board', () => (session.may('staffing.decide') ? {} : null));

  const rows = $derived<Waiting[]>([
    ...(kickoffs.data?.rows ?? [])
      .filter((row) => mayNow(row.acts, 'kickoff.return'))
      .map((row) => ({ id: row.id, kind: m.inbox_kickoff(), title: row.title, detail: `${row.company_name} · ${dayAndClock(row.requested_at)}`, href: '/kickoffs' })),
    ...(quotes.data?.rows ?? []).map((row) => ({
      id: row.id,
      kind: m.inbox_quote(),
      title: row.title,
      detail: `${row.company_name} · ${money(row.total)}`,
      href: `/quotes/${row.id}`,
    })),
    ...(payments.data?.rows ?? [])
      .filter((row) => mayNow(row.acts, 'payment.verify'))
      .map((row) => ({ id: row.id, kind: m.inbox_payment(), title: money(row.amount), detail: `${row.reference} · ${day(row.received_on)}`, href: '/payments' })),
    ...(staffing.data?.requests ?? [])
      .filter((row) => mayNow(row.acts, 'staffing.approve'))
      .map((row) => ({ id: row.id, kind: m.inbox_staffing(), title: row.role, detail: row.project_name, href: `/projects/${row.project}/team` })),
  ]);
  const isWaiting = $derived([kickoffs, quotes, payments, staffing].some((query) => query.waiting));
  return {
    get rows() {
      return rows;
    },
    get isWaiting() {
      return isWaiting;
    },
  };
}
