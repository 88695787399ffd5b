import { nowMs } from '$lib/clock';
import { goto } from '$app/navigation';
import type { Duplicate, LeadRow, LeadView, Person } from '$lib/api/generated';
import { ask, run } from '$lib/api/rpc';
import { forms, type FormField } from '$lib/forms/forms.svelte';
import { amountOf, saved } from '$lib/forms/reading';
import { count } from '$lib/i18n';
import { m } from '$lib/paraglide/messages.js';
import { attempt, told } from '$lib/undo';
import { instantOf, wallOf } from '$lib/when';
import { word } from '$lib/words';
import './words';

/** What is asked before the commands of leads. Whether they may be sent the core says. */

/** Gives leads to somebody; beside each name stands how much they have and may have. */
export async function assign(leads: string[], done: () => void = () => undefined): Promise<void> {
  await attempt(async () => {
    const callers = await ask('caller.list', {});
    forms.ask({
      title: m.leads_assign(),
      send: m.leads_assign(),
      text: m.leads_assign_text({ count: count(leads.length) }),
      fields: [
        {
          name: 'to',
          label: m.lead_owner(),
          kind: 'choice',
          optional: true,
          hint: m.leads_assign_hint(),
          options: callers.rows.map((caller) => ({
            id: caller.person,
            title:
              caller.max_open > 0
                ? m.caller_of({ name: caller.name, open: count(caller.open), most: count(caller.max_open) })
                : m.caller_open({ name: caller.name, open: count(caller.open) }),
          })),
          value: callers.rows[0]?.person ?? '',
        },
        { name: 'reason', label: m.reason(), kind: 'text', optional: true },
      ],
      run: async (v) => {
        const ran = await run('lead.assign', { leads, to: v.maybe('to'), reason: v.text('reason') });
        told(ran, m.leads_assigned({ count: count(ran.outcome.changed) }));
        done();
      },
    });
  });
}

/** More people than these are counted, not named. */
const MOST_NAMED = 4;

/** Shares leads out by the rules, within everybody's caps. */
export async function distribute(leads: string[], done: () => void): Promise<void> {
  const ok = await attempt(async () => {
    const ran = await run('lead.distribute', { leads });
    const { assigned, unassigned, shares, reasons } = ran.outcome;
    const names = shares.slice(0, MOST_NAMED).map((share) => m.leads_share({ name: share.name, count: count(share.leads) }));
    if (shares.length > MOST_NAMED) names.push(m.leads_share_others({ count: count(shares.length - MOST_NAMED) }));
    const whom = names.length > 0 ? ` ${names.join(', ')}.` : '';
    const why = Object.keys(reasons).map((reason) => word('waits', reason)).join(', ');
    told(ran, `${m.leads_assigned({ count: count(assigned) })}${whom}${unassigned > 0 ? ` ${m.leads_left({ count: count(unassigned), why })}` : ''}`);
  });
  if (ok) done();
}

export async function archive(leads: string[], done: () => void): Promise<void> {
  const ok = await attempt(async () => {
    const ran = await run('lead.archive', { leads });
    told(ran, m.leads_archived({ count: count(ran.outcome.changed) }));
  });
  if (ok) done();
}
export async function restore(leads: string[], done: () => void): Promise<void> {
  const ok = await attempt(async () => {
    const ran = await run('lead.restore', { leads });
    told(ran, m.leads_restored({ count: count(ran.outcome.changed) }));
  });
  if (ok) done();
}

const FIELDS = ['name', 'company_name', 'phone', 'email', 'city', 'region', 'pin', 'language', 'source', 'campaign', 'product_interest'] as const;
type LeadField = (typeof FIELDS)[number];
const LABELS: Record<LeadField, () => string> = {
  name: m.lead_name,
  company_name: m.lead_company,
  phone: m.lead_phone,
  email: m.lead_email,
  city: m.lead_city,
  region: m.lead_field_region,
  pin: m.lead_field_pin,
  language: m.lead_language,
  source: m.lead_source,
  campaign: m.lead_campaign,
  product_interest: m.lead_interest,
};
const fields = (lead?: LeadView): FormField[] => [
  ...FIELDS.map((name): FormField => ({ name, label: LABELS[name](), kind: 'text', value: lead?.[name] ?? '', optional: name !== 'name' })),
  { name: 'note', label: m.note(), kind: 'area', value: lead?.note ?? '', optional: true },
];
const typed = (v: { text: (name: string) => string }) => Object.fromEntries([...FIELDS, 'note'].map((name) => [name, v.text(name)])) as Record<LeadField | 'note', string>;

async function create(lead: ReturnType<typeof typed>, keepBoth: boolean): Promise<void> {
  const ran = await run('lead.create', { ...lead, keep_both: keepBoth });
  await goto(`/leads/${ran.outcome.lead}`);
}
export function createLead(): void {
  forms.ask({
    title: m.lead_new(),
    send: m.lead_create(),
    fields: fields(),
    // It is there already: look at that one, or have both.
    cures: (failure) =>
      failure.code.startsWith('lead.duplicate')
        ? [
            ...(typeof failure.args.lead === 'string' ? [{ title: m.import_open_lead(), href: `/leads/${failure.args.lead}` }] : []),
            { title: m.import_anyway(), run: (v) => create(typed(v), true) },
          ]
        : [],
    run: (v) => create(typed(v), false),
  });
}
export function editLead(lead: LeadView): void {
  forms.ask({
    title: m.lead_edit(),
    send: m.save(),
    fields: fields(lead),
    run: (v) => saved(v, typed(v), (change) => run('lead.update', { lead: lead.id, ...change })),
  });
}
/** One field, changed in its cell. */
export function changeCell(lead: LeadRow, field: string, text: string): Promise<boolean> {
  return attempt(async () => told(await run('lead.update', { lead: lead.id, [field]: text.trim() }), m.saved(), 'cell'));
}

export function makeDeal(lead: LeadView, currency: string): void {
  forms.ask({
    title: m.lead_make_deal(),
    send: m.lead_make_deal(),
    text: m.lead_make_deal_text({ name: lead.name }),
    fields: [
      { name: 'company_name', label: m.quote_company(), kind: 'text', value: lead.company_name || lead.name },
      { name: 'title', label: m.title(), kind: 'text', value: lead.product_interest, optional: true },
      { name: 'value_minor', label: m.deal_value(), kind: 'number', optional: true },
      { name: 'expected_close_on', label: m.deal_close_on(), kind: 'date', optional: true },
    ],
    run: async (v) => {
      const ran = await run('deal.create_from_lead', {
        lead: lead.id,
        company: lead.company ?? null,
        company_name: lead.company ? null : v.text('company_name'),
        title: v.maybe('title'),
        value_minor: amountOf(v, 'value_minor', currency),
        expected_close_on: v.maybe('expected_close_on'),
      });
      told(ran, m.lead_deal_made());
      await goto(`/deals/${ran.outcome.deal}`);
    },
  });
}

export function followUp(lead: LeadView): void {
  const tomorrow = `${wallOf(new Date(nowMs() + 86_400_000)).slice(0, 10)}T11:00`;
  forms.ask({
    title: m.lead_follow_up(),
    send: m.save(),
    text: m.lead_follow_up_text(),
    fields: [{ name: 'at', label: m.call_again(), kind: 'moment', optional: true, value: lead.due_at ? wallOf(new Date(lead.due_at)) : tomorrow }],
    run: async (v) => {
      const at = v.maybe('at');
      told(await run('lead.set_follow_up', { lead: lead.id, at: at ? instantOf(at) : null }), m.saved());
    },
  });
}

export function setDnd(lead: LeadView): void {
  const title = lead.is_dnd ? m.lead_dnd_off() : m.lead_dnd_on();
  forms.ask({
    title,
    send: title,
    ...(lead.is_dnd ? {} : { tone: 'danger' as const }),
    text: lead.is_dnd ? lead.name : m.lead_dnd_text({ name: lead.name }),
    fields: [{ name: 'reason', label: m.reason(), kind: 'text' }],
    run: async (v) => told(await run('lead.set_dnd', { lead: lead.id, is_dnd: !lead.is_dnd, reason: v.text('reason') }), m.saved()),
  });
}

export function withdrawConsent(lead: LeadView): void {
  forms.ask({
    title: m.lead_consent_withdraw(),
    send: m.lead_consent_withdraw(),
    tone: 'danger',
    text: m.lead_dnd_text({ name: lead.name }),
    fields: [{ name: 'reason', label: m.lead_consent_how(), kind: 'text' }],
    run: async (v) => told(await run('lead.withdraw_consent', { lead: lead.id, reason: v.text('reason') }), m.saved()),
  });
}

/** Everything of the other goes to this one; the other is archived. One key takes it back. */
export function merge(keep: LeadView, other: Duplicate): void {
  void attempt(async () => told(await run('lead.merge', { keep: keep.id, merge: other.id }), m.lead_merged({ name: other.name })));
}

export const active = (people: Person[] | undefined) => (people ?? []).filter((person) => person.is_active).map((person) => ({ id: person.id, title: person.name }));
