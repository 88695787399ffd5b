import { nowMs } from '$lib/clock';
import { run } from '$lib/api/rpc';
import { m } from '$lib/paraglide/messages.js';
import { told } from '$lib/undo';
import { instantOf, wallOf } from '$lib/when';
import { word } from '$lib/words';
import { said, stored, type Acts, type Tools } from './tools';

/** Meetings: planned, moved, held, written down, proven. */
export function meetingActs(t: Tools) {
  const { id, desk, project, theirs, team, meeting, open, direct, attendees, reason, askReason } = t;

  /** Why a meeting of this kind cannot be held at present, in the core's words. */
  const heldLater = (kind: string) => (kind === 'kickoff' ? undefined : (desk.meetings.data?.only_kickoff ?? undefined));

  const hasKickoff = () => (desk.meetings.data?.rows ?? []).some((row) => row.kind === 'kickoff' && row.state !== 'cancelled');

  function planMeeting(kind: 'kickoff' | 'consulting' | 'review' | 'steering') {
    const tomorrow = wallOf(new Date(nowMs() + 86_400_000)).slice(0, 10);
    const first = project()?.start_on ?? tomorrow;
    const soon = first > tomorrow ? first : tomorrow;
    open('meeting.plan', {
      fields: [
        {
          name: 'kind',
          label: m.meeting_kind(),
          kind: 'choice',
          options: ['consulting', 'kickoff', 'review', 'steering'].map((k) => ({ id: k, title: word('meeting_kind', k) })),
          value: heldLater(kind) && !hasKickoff() ? 'kickoff' : kind,
        },
        { name: 'title', label: m.title(), kind: 'text', optional: true },
        { name: 'planned_at', label: m.meeting_when(), kind: 'moment', value: `${soon}T11:00` },
        { name: 'place', label: m.meeting_place(), kind: 'text', optional: true },
        { name: 'agenda', label: m.meeting_agenda(), kind: 'area', optional: true },
        ...attendees(team(), theirs().map((c) => c.id)),
      ],
      remark: (v) => {
        const text = heldLater(v.text('kind'));
        return text ? { text } : undefined;
      },
      run: async (v) =>
        told(
          await run('meeting.plan', {
            project: id(),
            kind: v.text('kind') as typeof kind,
            title: v.maybe('title'),
            planned_at: instantOf(v.text('planned_at')),
            place: v.text('place'),
            agenda: v.text('agenda'),
            people: v.list('people'),
            contacts: v.list('contacts'),
          }),
          said('meeting.plan'),
        ),
    });
  }

  function holdMeeting(record: string) {
    const found = meeting(record);
    const planned = found ? Math.min(Date.parse(found.planned_at), nowMs()) : nowMs();
    const of = (isClient: boolean) => (found?.attendees ?? []).filter((a) => a.is_client === isClient).map((a) => a.id);
    open('meeting.hold', {
      ...(found ? { text: found.title } : {}),
      fields: [
        { name: 'held_at', label: m.meeting_held_at(), kind: 'moment', value: wallOf(new Date(planned)) },
        ...attendees(of(false), of(true)),
      ],
      run: async (v) =>
        told(
          await run('meeting.hold', {
            meeting: record,
            held_at: instantOf(v.text('held_at')),
            people: v.list('people'),
            contacts: v.list('contacts'),
          }),
          said('meeting.hold'),
        ),
    });
  }

  function addProof(record: string) {
    const found = meeting(record);
    open('meeting.add_proof', {
      ...(found ? { text: found.title } : {}),
      fields: [
        { name: 'file', label: m.proof_file(), kind: 'file', hint: m.proof_hint() },
        { name: 'note', label: m.note(), kind: 'text', optional: true },
      ],
      run: async (v) =>
        told(
          await run('meeting.add_proof', { meeting: record, file: await stored(v, 'file'), note: v.text('note') }),
          said('meeting.add_proof'),
        ),
    });
  }

  const acts: Acts = {
    'meeting.plan': () => planMeeting('consulting'),
    'meeting.hold': holdMeeting,
    'meeting.write_mom': (record) => (desk.panes.minutes = record),
    'meeting.add_proof': addProof,
    'meeting.reschedule': (record) =>
      open('meeting.reschedule', {
        fields: [
          { name: 'planned_at', label: m.meeting_when(), kind: 'moment', value: wallOf(new Date(meeting(record)?.planned_at ?? nowMs())) },
          reason(),
        ],
        run: async (v) =>
          told(
            await run('meeting.reschedule', { meeting: record, planned_at: instantOf(v.text('planned_at')), reason: v.text('reason') }),
            said('meeting.reschedule'),
          ),
      }),
    'meeting.cancel': (record) =>
      askReason('meeting.cancel', meeting(record)?.title, (why) => run('meeting.cancel', { meeting: record, reason: why })),
    'meeting.action_done': (action) => direct(() => run('meeting.action_done', { action }), 'meeting.action_done'),
  };
  return { acts, planMeeting };
}
