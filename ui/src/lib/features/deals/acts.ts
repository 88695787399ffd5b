import { goto } from '$app/navigation';
import type { ContactRow, DealRow, Person, StageRow } from '$lib/api/generated';
import { typedOf } from '$lib/amounts';
import { run } from '$lib/api/rpc';
import { findCompany } from '$lib/forms/find';
import { forms } from '$lib/forms/forms.svelte';
import { amountOf, saved } from '$lib/forms/reading';
import { m } from '$lib/paraglide/messages.js';
import { attempt, told } from '$lib/undo';
import { stageTitle } from '$lib/pipeline/words';

/**
 * Moves a deal; losing it asks why. What may be, the core says. Gives whether it was moved, where
 * nothing is asked first.
 */
export function moveDeal(deal: DealRow, stage: StageRow): Promise<boolean> | undefined {
  const moved = m.deal_moved({ deal: deal.title, stage: stageTitle(stage.title) });
  if (stage.kind !== 'lost') {
    return attempt(async () => told(await run('deal.move', { deal: deal.id, stage: stage.key }), moved));
  }
  forms.ask({
    title: m.deal_lose(),
    text: deal.title,
    send: m.deal_lose(),
    tone: 'danger',
    fields: [{ name: 'reason', label: m.reason(), kind: 'area' }],
    run: async (v) => told(await run('deal.move', { deal: deal.id, stage: stage.key, reason: v.text('reason') }), moved),
  });
  return undefined;
}

export function chooseStage(deal: DealRow, stages: StageRow[]): void {
  forms.ask({
    title: m.deal_move(),
    text: deal.title,
    send: m.deal_move(),
    fields: [
      { name: 'stage', label: m.deal_stage(), kind: 'choice', options: stages.map((s) => ({ id: s.key, title: stageTitle(s.title) })), value: deal.stage },
      { name: 'reason', label: m.deal_reason_lost(), kind: 'text', optional: true },
    ],
    run: async (v) => {
      const stage = stages.find((s) => s.key === v.text('stage'));
      told(
        await run('deal.move', { deal: deal.id, stage: v.text('stage'), reason: v.text('reason') }),
        m.deal_moved({ deal: deal.title, stage: stage ? stageTitle(stage.title) : '' }),
      );
    },
  });
}

export function createDeal(currency: string): void {
  forms.ask({
    title: m.deal_new(),
    send: m.deal_create(),
    fields: [
      { name: 'title', label: m.title(), kind: 'text' },
      { name: 'company', label: m.quote_company(), kind: 'find', find: findCompany },
      { name: 'value_minor', label: m.deal_value(), kind: 'number', optional: true },
      { name: 'expected_close_on', label: m.deal_close_on(), kind: 'date', optional: true },
    ],
    run: async (v) => {
      const done = await run('deal.create', {
        title: v.text('title'),
        company: v.text('company'),
        value_minor: amountOf(v, 'value_minor', currency),
        expected_close_on: v.maybe('expected_close_on'),
      });
      told(done, m.deal_created({ deal: v.text('title') }));
    },
  });
}

export function editDeal(deal: DealRow, contacts: ContactRow[], people: Person[]): void {
  const value = deal.value;
  forms.ask({
    title: m.deal_edit(),
    send: m.save(),
    fields: [
      { name: 'title', label: m.title(), kind: 'text', value: deal.title },
      { name: 'contact', label: m.quote_contact(), kind: 'choice', options: contacts.map((c) => ({ id: c.id, title: c.name })), optional: true, value: deal.contact ?? '' },
      { name: 'value_minor', label: m.deal_value(), kind: 'number', optional: true, value: typedOf(value.minor, value.currency) },
      { name: 'expected_close_on', label: m.deal_close_on(), kind: 'date', optional: true, value: deal.expected_close_on ?? '' },
      { name: 'owner', label: m.quote_owner(), kind: 'choice', options: people.filter((p) => p.is_active || p.id === deal.owner).map((p) => ({ id: p.id, title: p.name })), value: deal.owner },
    ],
    run: async (v) => {
      const [contact, closes] = [v.maybe('contact'), v.maybe('expected_close_on')];
      const all = {
        title: v.text('title'),
        value_minor: amountOf(v, 'value_minor', value.currency),
        contact,
        expected_close_on: closes,
        owner: v.text('owner'),
      };
      const clear = [...(contact ? [] : ['contact' as const]), ...(closes ? [] : ['expected_close_on' as const])].filter((name) => v.changed(name));
      await saved(v, all, (change) => run('deal.update', { deal: deal.id, ...change, clear }));
    },
  });
}

/** A draft quote for this deal; its page opens. */
export function quoteDeal(deal: DealRow): void {
  void attempt(async () => {
    const done = await run('quote.create', {
      title: deal.title,
      deal: deal.id,
      company: deal.company,
      contact: deal.contact ?? null,
      sections: [{ title: deal.title }],
    });
    await goto(`/quotes/${done.outcome.quote}`);
  });
}
