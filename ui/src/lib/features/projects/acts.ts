import { goto } from '$app/navigation';
import { m } from '$lib/paraglide/messages.js';
import { session } from '$lib/features/shell/session.svelte';
import { word } from '$lib/words';
import { closingActs } from './acts/closing';
import { meetingActs } from './acts/meetings';
import { planActs } from './acts/plan';
import { actTitle, toolsOf, type Acts } from './acts/tools';
import type { ProjectDesk } from './desk.svelte';

/**
 * How a person does what the core asks for. The core names the command and the record
 * (`meeting.hold` of that meeting); here stands only what is asked before it is sent. What this
 * person's roles do not allow is not offered; the rest the core says when it is sent.
 */
export interface Act {
  title: string;
  /** This person's roles allow it. */
  may: boolean;
  /** Why it cannot be done yet, although they may. */
  not?: string;
  /** Where nothing is asked first, a promise of whether it was done. */
  run: () => unknown;
}

/** Work that begins with the execution; before it the project is being set up. */
const UNDER_WAY = new Set([
  'sow_item.start',
  'sow_item.progress',
  'sow_item.submit',
  'sow_item.consent',
  'sow_item.send_back',
  'sow_item.implement',
  'milestone.submit',
  'milestone.send_back',
  'deliverable.submit',
  'deliverable.accept',
  'deliverable.request_changes',
  'signoff.give',
  'report.draft',
  'report.send',
]);

/** The part of the project's page where a command's records stand. */
const TAB: Record<string, string> = {
  meeting: 'meetings',
  sow_item: 'plan',
  milestone: 'plan',
  staffing: 'team',
  deliverable: 'deliverables',
  payment: 'money',
  change: 'changes',
  signoff: 'signoffs',
  feedback: 'steps',
  report: 'steps',
};

/** `openCheck` shows the completion check, in which a project is completed. */
export function projectActs(id: () => string, desk: ProjectDesk, openCheck: () => void) {
  const tools = toolsOf(id, desk);
  const meetings = meetingActs(tools);
  const { planMeeting } = meetings;
  const known: Acts = { ...meetings.acts, ...planActs(tools), ...closingActs(tools), 'project.complete': openCheck };

  const kickoff = () => desk.meetings.data?.rows.find((row) => row.kind === 'kickoff' && row.state !== 'cancelled');
  const planWhatLacks = () => planMeeting(kickoff() ? 'review' : 'kickoff');

  /** What can be done about a record, or the way to where it stands. */
  function of(command: string, record: string, line?: string): Act {
    const doing = command === 'meeting.plan' && line === 'kickoff_and_review' ? planWhatLacks : known[command];
    const place = TAB[command.split('.')[0] ?? ''] ?? 'steps';
    const isEarly = desk.project.data?.stage === 'setup' && UNDER_WAY.has(command);
    return {
      title: actTitle(command),
      may: session.mayRun(command),
      ...(isEarly ? { not: m.act_not_started() } : {}),
      run: doing ? () => doing(record) : () => void goto(`/projects/${id()}/${place}`),
    };
  }

  /** A step names a command without a record: the one record that fits, or the place of them all. */
  function ofStep(number: number, command: string): Act {
    const held = kickoff();
    if (command === 'meeting.plan') return { ...of(command, ''), run: () => planMeeting(number === 5 ? 'kickoff' : 'consulting') };
    if (number === 6 && held) return of(command, held.id);
    if (command === 'signoff.give') return of(command, id());
    const first = (state: string) => desk.staffing.data?.requests.find((row) => row.state === state)?.id;
    const request = command === 'staffing.approve' ? first('requested') : command === 'staffing.assign' ? first('approved') : undefined;
    if (request) return of(command, request);
    const single = ['staffing.request', 'milestone.define', 'feedback.record', 'report.draft'];
    if (single.includes(command) || command.startsWith('project.')) return of(command, id());
    // A way to a place is for everybody who has that place.
    const place = TAB[command.split('.')[0] ?? ''] ?? 'steps';
    const isShut = place === 'money' && desk.project.data?.total === null;
    return { title: m.step_open({ place: word('tab', place) }), may: !isShut, run: () => void goto(`/projects/${id()}/${place}`) };
  }

  return { of, ofStep, planMeeting };
}
export type ProjectActs = ReturnType<typeof projectActs>;
