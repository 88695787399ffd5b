import { goto } from '$app/navigation';
import type { CompanyRow, ContactRow, Person, Queries } from '$lib/api/generated';
import { ask, run } from '$lib/api/rpc';
import { forms, type FormField } from '$lib/forms/forms.svelte';
import { countryChoices, stateChoices } from '$lib/forms/places';
import { amountOf, saved } from '$lib/forms/reading';
import { m } from '$lib/paraglide/messages.js';
import { attempt, told } from '$lib/undo';

/** What is asked before a company's commands. Whether they may be sent the core says. */
const COMPANY = (known: Queries['setting.choices']['view'], company?: CompanyRow): FormField[] => [
  { name: 'name', label: m.lead_name(), kind: 'text', value: company?.name ?? '' },
  { name: 'tax_number', label: m.company_tax_number(), kind: 'text', value: company?.tax_number ?? '', optional: true, hint: m.company_tax_hint() },
  { name: 'country', label: m.company_country(), kind: 'find', options: countryChoices(known.countries), value: company?.country ?? '', optional: true, hint: m.company_country_hint() },
  { name: 'state_code', label: m.company_state(), kind: 'find', options: stateChoices(known.states), value: company?.state_code ?? '', optional: true, hint: m.company_state_hint() },
  { name: 'is_sez', label: m.company_sez(), kind: 'check', value: company?.is_sez ?? false },
  { name: 'address', label: m.company_address(), kind: 'area', value: company?.address ?? '', optional: true },
];

export async function createCompany(): Promise<void> {
  const known = await ask('setting.choices', {});
  forms.ask({
    title: m.company_new(),
    send: m.company_create(),
    fields: COMPANY(known),
    run: async (v) => {
      const done = await run('company.create', {
        name: v.text('name'),
        tax_number: v.maybe('tax_number'),
        country: v.maybe('country'),
        state_code: v.maybe('state_code'),
        is_sez: v.flag('is_sez'),
        address: v.text('address'),
      });
      await goto(`/companies/${done.outcome.company}`);
    },
  });
}

export async function editCompany(company: CompanyRow, people: Person[]): Promise<void> {
  const known = await ask('setting.choices', {});
  forms.ask({
    title: m.company_edit(),
    send: m.save(),
    fields: [
      ...COMPANY(known, company),
      { name: 'owner', label: m.quote_owner(), kind: 'choice', options: people.filter((p) => p.is_active || p.id === company.owner).map((p) => ({ id: p.id, title: p.name })), value: company.owner },
      { name: 'reminders_paused', label: m.company_reminders_rest(), kind: 'check', value: company.reminders_paused },
    ],
    run: (v) =>
      saved(
        v,
        {
          name: v.text('name'),
          tax_number: v.text('tax_number'),
          country: v.maybe('country'),
          state_code: v.maybe('state_code'),
          is_sez: v.flag('is_sez'),
          address: v.text('address'),
          owner: v.text('owner'),
          reminders_paused: v.flag('reminders_paused'),
        },
        (change) => run('company.update', { company: company.id, ...change }),
      ),
  });
}

export function archiveCompany(company: CompanyRow): void {
  void attempt(async () => told(await run('company.archive', { company: company.id }), m.lead_archived({ name: company.name })));
}

export function restoreCompany(company: CompanyRow): void {
  void attempt(async () => told(await run('company.restore', { company: company.id }), m.company_restored({ name: company.name })));
}

const CONTACT = (contact?: ContactRow): FormField[] => [
  { name: 'name', label: m.lead_name(), kind: 'text', value: contact?.name ?? '' },
  { name: 'title', label: m.contact_title(), kind: 'text', value: contact?.title ?? '', optional: true },
  { name: 'phone', label: m.lead_phone(), kind: 'text', value: contact?.phone ?? '', optional: true },
  { name: 'email', label: m.lead_email(), kind: 'text', value: contact?.email ?? '', optional: true },
];

export function addContact(company: string): void {
  forms.ask({
    title: m.contact_new(),
    send: m.contact_new(),
    fields: CONTACT(),
    run: async (v) =>
      told(
        await run('contact.create', { company, name: v.text('name'), title: v.text('title'), phone: v.maybe('phone'), email: v.maybe('email') }),
        m.contact_added(),
      ),
  });
}
export function editContact(contact: ContactRow): void {
  forms.ask({
    title: contact.name,
    send: m.save(),
    fields: CONTACT(contact),
    run: (v) =>
      saved(v, { name: v.text('name'), title: v.text('title'), phone: v.text('phone'), email: v.text('email') }, (change) =>
        run('contact.update', { contact: contact.id, ...change }),
      ),
  });
}

export function addDeal(company: CompanyRow, contacts: ContactRow[], currency: string): void {
  forms.ask({
    title: m.deal_new(),
    send: m.deal_create(),
    fields: [
      { name: 'title', label: m.title(), kind: 'text' },
      { name: 'contact', label: m.quote_contact(), kind: 'choice', options: contacts.map((c) => ({ id: c.id, title: c.name })), optional: true, value: contacts[0]?.id ?? '' },
      { name: 'value_minor', label: m.deal_value(), kind: 'number', optional: true },
      { name: 'expected_close_on', label: m.deal_close_on(), kind: 'date', optional: true },
    ],
    run: async (v) => {
      const done = await run('deal.create', {
        title: v.text('title'),
        company: company.id,
        contact: v.maybe('contact'),
        value_minor: amountOf(v, 'value_minor', currency),
        expected_close_on: v.maybe('expected_close_on'),
      });
      await goto(`/deals/${done.outcome.deal}`);
    },
  });
}
