import { goto } from '$app/navigation';
import { minorOf, typedOf } from '$lib/amounts';
import { storeFile } from '$lib/api/files';
import { ask, Refused, run } from '$lib/api/rpc';
import { findCompany } from '$lib/forms/find';
import { forms, type FormField, type Values } from '$lib/forms/forms.svelte';
import { plainPercent, sharesOf } from './shares';
import { day, money } from '$lib/i18n';
import { saved } from '$lib/forms/reading';
import { m } from '$lib/paraglide/messages.js';
import { stageTitle } from '$lib/pipeline/words';
import { toasts } from '$lib/ui/toasts.svelte';
import { attempt, told } from '$lib/undo';
import { todayHere } from '$lib/when';
import { sync } from '$lib/features/sync/sync.svelte';
import { word } from '$lib/words';
import type { QuoteView } from './model';

/** What is asked before a quote's commands are sent. Whether they may be sent the core says. */
function refused(field: string, message: string): Refused {
  const fault = { path: field, code: 'typed', message };
  return new Refused({ kind: 'Invalid', code: 'typed', message, args: {}, fields: [fault] });
}
function whole(values: Values, name: string): number {
  const number = Number(values.text(name) || '0');
  if (!Number.isInteger(number)) throw refused(name, m.number_not_read());
  return number;
}
const WAYS = ['email', 'messenger', 'in_person', 'post', 'other'] as const;
const DUE = ['on_agreement', 'on_milestone', 'on_date'] as const;

/** A new quote for a company; the page of the quote opens. What it promises begins with the firm's usual. */
export async function createQuote(): Promise<void> {
  await attempt(async () => {
    const settings = await ask('setting.list', {});
    const usual = (key: string) => String(settings.rows.find((row) => row.key === key)?.value ?? '');
    forms.ask({
      title: m.quote_new(),
      send: m.quote_create(),
      fields: [
        { name: 'title', label: m.title(), kind: 'text' },
        { name: 'company', label: m.quote_company(), kind: 'find', find: findCompany },
        { name: 'tenure_months', label: m.quote_tenure(), kind: 'number', value: usual('quotes.tenure_months') },
        { name: 'meetings_promised', label: m.quote_meetings(), kind: 'number', value: usual('quotes.meetings_promised') },
        { name: 'has_tiers', label: m.quote_has_tiers(), kind: 'check' },
      ],
      run: async (v) => {
        const done = await run('quote.create', {
          title: v.text('title'),
          company: v.maybe('company'),
          tenure_months: whole(v, 'tenure_months'),
          meetings_promised: whole(v, 'meetings_promised'),
          has_tiers: v.flag('has_tiers'),
          sections: [{ title: v.text('title') || m.quote_new() }],
        });
        await goto(`/quotes/${done.outcome.quote}`);
      },
    });
  });
}

export function quoteActs(quote: () => QuoteView | undefined) {
  const id = () => quote()?.id ?? '';
  const currency = () => quote()?.offers[0]?.total.currency ?? 'INR';
  const highest = () => [...(quote()?.offers ?? [])].sort((a, b) => b.total.minor - a.total.minor)[0]?.total;
  const direct = (work: () => ReturnType<typeof run>, text: string) => void attempt(async () => told(await work(), text));

  function send() {
    const q = quote();
    if (!q) return;
    const total = highest();
    forms.ask({
      title: m.quote_send(),
      send: m.quote_send(),
      text: m.quote_send_text({
        title: q.title,
        version: q.version,
        company: q.company_name,
        total: total ? money(total) : '',
        days: q.valid_days,
        tenure: m.quote_months({ count: q.tenure_months }),
        meetings: m.quote_meetings_count({ count: q.meetings_promised }),
      }),
      remark: () => {
        // The core shows the amounts of a plan only when they are the whole total.
        if (q.offers.some((one) => one.instalments.length === 0)) return { text: m.quote_instalments_open(), blocks: true };
        // What the server refuses of this device gives its number back to what was numbered after it.
        return sync.numbersMayMove ? { text: m.quote_number_may_move(), blocks: false } : undefined;
      },
      fields: [
        {
          name: 'way',
          label: m.quote_way(),
          kind: 'choice',
          optional: true,
          hint: m.quote_way_hint(),
          options: WAYS.map((way) => ({ id: way, title: word('sent_way', way) })),
        },
      ],
      run: async (v) => {
        const done = await run('quote.send', { quote: q.id, way: (v.maybe('way') as (typeof WAYS)[number] | null) ?? null });
        const { number, valid_until, deal_stage } = done.outcome;
        const sent = m.quote_sent({ number, day: day(valid_until) });
        toasts.show({ text: deal_stage ? `${sent} ${m.quote_moved_deal({ stage: stageTitle(deal_stage) })}` : sent, tone: 'plain' });
      },
    });
  }

  function accept() {
    const q = quote();
    if (!q) return;
    const tiers: FormField[] = q.has_tiers
      ? [
          {
            name: 'tier',
            label: m.quote_tier(),
            kind: 'choice',
            options: q.offers.flatMap((o) => (o.tier ? [{ id: o.tier, title: `${word('tier', o.tier)} · ${money(o.total)}` }] : [])),
            value: q.offers.some((o) => o.tier === 'standard') ? 'standard' : (q.offers[0]?.tier ?? ''),
          },
        ]
      : [];
    forms.ask({
      title: m.quote_accept(),
      send: m.quote_accept(),
      text: m.quote_accept_text({ number: q.number ?? '', company: q.company_name }),
      fields: [
        ...tiers,
        { name: 'signed_by', label: m.sign_by(), kind: 'text', value: q.contact_name ?? '' },
        { name: 'signed_on', label: m.sign_on(), kind: 'date', value: todayHere() },
        { name: 'start_on', label: m.quote_start_on(), kind: 'date', optional: true, hint: m.quote_start_hint() },
        { name: 'evidence', label: m.sign_evidence(), kind: 'file', hint: m.sign_evidence_hint() },
      ],
      run: async (v) => {
        const file = v.file('evidence');
        if (!file) throw refused('evidence', m.file_missing());
        const done = await run('quote.accept', {
          quote: q.id,
          tier: (v.maybe('tier') as 'basic' | 'standard' | 'premium' | null) ?? null,
          signed_by: v.text('signed_by'),
          signed_on: v.maybe('signed_on'),
          start_on: v.maybe('start_on'),
          evidence: await storeFile(file),
        });
        const agreement = done.outcome.agreement;
        toasts.show({
          text: m.quote_accepted({ number: done.outcome.number }),
          tone: 'plain',
          next: { label: m.quote_to_agreement(), run: () => void goto(`/agreements/${agreement}`) },
        });
      },
    });
  }

  function approve() {
    const q = quote();
    if (!q) return;
    forms.ask({
      title: m.quote_approve(),
      send: m.quote_approve(),
      text: m.quote_approve_text({ title: q.title, company: q.company_name, name: q.owner_name }),
      fields: [],
      run: async () => told(await run('quote.approve', { quote: q.id }), m.quote_approved()),
    });
  }

  const withReason = (title: string, done: string, work: (why: string) => ReturnType<typeof run>) =>
    forms.ask({
      title,
      send: title,
      fields: [{ name: 'reason', label: m.reason(), kind: 'area' }],
      run: async (v) => told(await work(v.text('reason')), done),
    });

  function addSection() {
    forms.ask({
      title: m.section_add(),
      send: m.section_add(),
      fields: [{ name: 'title', label: m.section_title(), kind: 'text' }],
      run: async (v) => told(await run('quote.add_section', { quote: id(), title: v.text('title') }), m.section_added()),
    });
  }

  /** A line that the client may add; the totals leave it out. */
  function addOptional(section: string | undefined) {
    if (section === undefined) return;
    forms.ask({
      title: m.insert_optional(),
      send: m.insert_send(),
      fields: [
        { name: 'description', label: m.description(), kind: 'text' },
        { name: 'quantity', label: m.line_quantity(), kind: 'number', value: '1' },
        { name: 'unit_price_minor', label: m.line_price(), kind: 'number' },
      ],
      run: async (v) => {
        const price = minorOf(v.text('unit_price_minor') || '0', currency());
        if (price === null) throw refused('unit_price_minor', m.amount_not_read());
        const line = { description: v.text('description'), quantity: v.text('quantity') || '1', unit_price_minor: price, inclusion: 'optional' as const };
        told(await run('quote.add_line', { section, line }), m.line_added({ line: line.description }));
      },
    });
  }

  /** One more paragraph at the end of the terms. */
  function addClause() {
    const q = quote();
    if (!q) return;
    forms.ask({
      title: m.insert_clause(),
      send: m.insert_send(),
      text: q.terms ? m.insert_clause_text() : '',
      fields: [{ name: 'terms', label: m.insert_clause_words(), kind: 'area' }],
      run: async (v) => {
        const terms = [q.terms.trimEnd(), v.text('terms')].filter(Boolean).join('\n\n');
        told(await run('quote.update_header', { quote: q.id, terms }), m.clause_added());
      },
    });
  }

  function instalments() {
    const q = quote();
    if (!q) return;
    forms.ask({
      title: m.quote_instalments(),
      send: m.save(),
      text: m.quote_instalments_hint(),
      fields: [
        {
          name: 'instalments',
          label: m.quote_instalments(),
          kind: 'rows',
          columns: [
            { name: 'title', label: m.title(), kind: 'text' },
            { name: 'percent', label: m.instalment_percent(), kind: 'number' },
            { name: 'amount', label: m.instalment_amount(), kind: 'number' },
            { name: 'due_rule', label: m.instalment_due(), kind: 'choice', options: DUE.map((rule) => ({ id: rule, title: word('due_rule', rule) })) },
            { name: 'due_days', label: m.instalment_days(), kind: 'number' },
            { name: 'due_on', label: m.instalment_date(), kind: 'date' },
          ],
          rows: q.instalments.map((part) => ({
            title: part.title ?? '',
            percent: part.percent === null || part.percent === undefined ? '' : String(part.percent),
            amount: part.amount_minor ? typedOf(part.amount_minor, currency()) : '',
            due_rule: part.due_rule,
            due_days: part.due_days ? String(part.due_days) : '',
            due_on: part.due_on ?? '',
          })),
        },
      ],
      remark: (v) => {
        const given = sharesOf(v.rows('instalments').map((row) => row.percent ?? ''));
        return given === undefined || given === 100 ? undefined : { text: m.quote_percents_are({ given: m.percent({ n: given }) }) };
      },
      run: async (v) => {
        const parts = v.rows('instalments').map((row) => {
          const amount = row.amount ? minorOf(row.amount, currency()) : null;
          if (row.amount && amount === null) throw refused('instalments', m.amount_not_read());
          return {
            title: row.title ?? '',
            percent: row.percent ? plainPercent(row.percent) : null,
            amount_minor: amount,
            due_rule: (row.due_rule || 'on_agreement') as (typeof DUE)[number],
            due_days: Number(row.due_days || '0') || 0,
            due_on: row.due_on || null,
          };
        });
        told(await run('quote.set_instalments', { quote: q.id, instalments: parts }), m.quote_instalments_saved());
      },
    });
  }

  function details() {
    const q = quote();
    if (!q) return;
    forms.ask({
      title: m.quote_details(),
      send: m.save(),
      fields: [
        { name: 'title', label: m.title(), kind: 'text', value: q.title },
        { name: 'valid_days', label: m.quote_valid_days(), kind: 'number', value: String(q.valid_days) },
        { name: 'tenure_months', label: m.quote_tenure(), kind: 'number', value: String(q.tenure_months) },
        { name: 'meetings_promised', label: m.quote_meetings(), kind: 'number', value: String(q.meetings_promised) },
        { name: 'terms', label: m.quote_terms(), kind: 'area', value: q.terms, optional: true },
        { name: 'internal_notes', label: m.quote_notes(), kind: 'area', value: q.internal_notes, optional: true, hint: m.quote_notes_hint() },
        { name: 'has_tiers', label: m.quote_has_tiers(), kind: 'check', value: q.has_tiers },
        { name: 'prices_include_tax', label: m.quote_inclusive(), kind: 'check', value: q.prices_include_tax },
      ],
      run: (v) =>
        saved(
          v,
          {
            title: v.text('title'),
            valid_days: whole(v, 'valid_days'),
            tenure_months: whole(v, 'tenure_months'),
            meetings_promised: whole(v, 'meetings_promised'),
            terms: v.text('terms'),
            internal_notes: v.text('internal_notes'),
            has_tiers: v.flag('has_tiers'),
            prices_include_tax: v.flag('prices_include_tax'),
          },
          (change) => run('quote.update_header', { quote: q.id, ...change }),
        ),
    });
  }

  function copy() {
    const q = quote();
    if (!q) return;
    forms.ask({
      title: m.quote_copy(),
      send: m.quote_copy(),
      fields: [{ name: 'title', label: m.title(), kind: 'text', value: q.title }],
      run: async (v) => {
        const done = await run('quote.copy', { quote: q.id, title: v.maybe('title') });
        await goto(`/quotes/${done.outcome.quote}`);
      },
    });
  }

  return {
    send,
    accept,
    addSection,
    addOptional,
    addClause,
    instalments,
    details,
    copy,
    submit: () => direct(() => run('quote.submit', { quote: id() }), m.quote_submitted()),
    approve,
    giveBack: () => withReason(m.quote_return(), m.quote_returned(), (reason) => run('quote.return', { quote: id(), reason })),
    decline: () => withReason(m.quote_decline(), m.quote_declined(), (reason) => run('quote.decline', { quote: id(), reason })),
    viewed: () => direct(() => run('quote.mark_viewed', { quote: id() }), m.quote_viewed()),
  };
}
export type QuoteActs = ReturnType<typeof quoteActs>;
