import { ask, run } from '$lib/api/rpc';
import { forms, type FormField, type Option, type Remark, type Values } from '$lib/forms/forms.svelte';
import { m } from '$lib/paraglide/messages.js';
import { session } from '$lib/features/shell/session.svelte';
import { attempt, told } from '$lib/undo';

/** What is asked before an agreement is handed over. Whether it may be the core says. */

async function managers(): Promise<Option[]> {
  const { rows } = await ask('kickoff.managers', {});
  return rows.map((person) => ({ id: person.id, title: person.name }));
}
/** What is handed over is chosen before who is asked. */
const whatAndWho = (agreements: unknown[], options: Option[]) => (v: Values): Remark | undefined =>
  agreements.length === 0 ? { text: m.kickoff_no_agreement(), blocks: true } : whoIsAsked(options)(v);
/** Nobody can be asked while nobody may lead a project: that is put right in the team. */
const whoIsAsked = (options: Option[]) => (v: Values): Remark | undefined => {
  if (options.length === 0) {
    const mayAdd = session.mayRun('person.add');
    return { text: m.kickoff_no_manager(), blocks: true, way: mayAdd ? { title: m.kickoff_to_team(), href: '/settings/team' } : undefined };
  }
  return v.text('pm') ? undefined : { text: m.kickoff_choose_manager(), blocks: true };
};

export function requestKickoff(agreement?: { id: string; number: string; company_name: string }, chosen = agreement?.id): void {
  void attempt(async () => {
    const [agreements, options] = await Promise.all([agreement ? [agreement] : ask('agreement.list', { can_request_kickoff: true }).then((list) => list.rows), managers()]);
    const of: FormField = {
      name: 'agreement',
      label: m.kickoff_agreement(),
      kind: 'choice',
      options: agreements.map((a) => ({ id: a.id, title: `${a.number} · ${a.company_name}` })),
      ...(chosen ? { value: chosen } : {}),
    };
    forms.ask({
      title: m.kickoff_request(),
      send: m.kickoff_request(),
      fields: [
        of,
        { name: 'pm', label: m.project_pm(), kind: 'choice', options },
        { name: 'note', label: m.note(), kind: 'area', optional: true },
      ],
      remark: whatAndWho(agreements, options),
      run: async (v) =>
        told(await run('kickoff.request', { agreement: v.text('agreement'), pm: v.text('pm'), note: v.text('note') }), m.kickoff_requested()),
    });
  });
}

export function resubmitKickoff(row: { id: string; reason: string; pm: string; note: string }): void {
  void attempt(async () => {
    const options = await managers();
    forms.ask({
      title: m.kickoff_resubmit(),
      send: m.kickoff_resubmit(),
      text: row.reason,
      fields: [
        { name: 'pm', label: m.project_pm(), kind: 'choice', options, value: row.pm },
        { name: 'note', label: m.note(), kind: 'area', value: row.note, optional: true },
      ],
      remark: whoIsAsked(options),
      run: async (v) => told(await run('kickoff.resubmit', { kickoff: row.id, pm: v.maybe('pm'), note: v.text('note') }), m.kickoff_requested()),
    });
  });
}
