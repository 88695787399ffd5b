import { goto } from '$app/navigation';
import { m } from '$lib/paraglide/messages.js';
import { actOf } from '$lib/acts';
import type { Act } from '$lib/api/generated';
import { word } from '$lib/words';
import { closingActs } from './acts/closing';
import { meetingActs } from './acts/meetings';
import { planActs } from './acts/plan';
import { actTitle, toolsOf, type Acts } from './acts/tools';
import type { ProjectDesk } from './desk.svelte';
import type { Step } from './model';

/**
 * How a person does what the core offers. The core names the command and the record
 * (`meeting.hold` of that meeting), says whether it may be done now and why not, and which is the
 * next step; here stands only what is asked before it is sent.
 */
export interface Doing {
  title: string;
  /** The core offers it. */
  may: boolean;
  /** Why it cannot be done yet, although it is offered. */
  not?: string;
  /** Where nothing is asked first, a promise of whether it was done. */
  run: () => unknown;
}

/** Whether it can be done now. */
export const canNow = (doing: Doing | undefined) => doing?.may === true && doing.not === undefined;

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

const placeOf = (command: string) => TAB[command.split('.')[0] ?? ''] ?? 'steps';

/** `openCheck` shows the completion check, in which a project is completed. */
export function projectActs(id: () => string, desk: ProjectDesk, openCheck: () => void) {
  const tools = toolsOf(id, desk);
  const meetings = meetingActs(tools);
  const { planMeeting } = meetings;
  const known: Acts = { ...meetings.acts, ...planActs(tools), ...closingActs(tools), 'project.complete': openCheck };

  const kickoff = () => desk.meetings.data?.rows.find((row) => row.kind === 'kickoff' && row.state !== 'cancelled');
  const planWhatLacks = () => planMeeting(kickoff() ? 'review' : 'kickoff');

  /** How a command is done about a record, as the list of its acts offers it. */
  function from(offered: readonly Act[] | undefined, command: string, record: string, line?: string): Doing {
    const doing = command === 'meeting.plan' && line === 'kickoff_and_review' ? planWhatLacks : known[command];
    const found = actOf(offered, command);
    return {
      title: actTitle(command),
      may: found !== undefined,
      ...(found?.refused ? { not: found.refused.message } : {}),
      run: doing ? () => doing(record) : () => void goto(`/projects/${id()}/${placeOf(command)}`),
    };
  }
  /** The same of a record that stands on one of the project's pages, or of the project itself. */
  const of = (command: string, record: string, line?: string) => from(desk.actsOf(record), command, record, line);

  /** The step that a record waits for. */
  function next(record: string): Doing | undefined {
    const act = desk.actsOf(record)?.find((one) => one.is_next);
    return act && of(act.command, record);
  }
  /** Whatever else it offers. */
  const others = (record: string) =>
    (desk.actsOf(record) ?? []).filter((one) => !one.is_next).map((one) => ({ id: one.command, ...of(one.command, record) }));

  /** What is done about a step: to its record, or in the place where its records stand. */
  function ofStep(step: Step): Doing | undefined {
    const { command, record } = step;
    if (!command) return undefined;
    // The fifth step is the kickoff's; later ones are meetings like any other.
    if (command === 'meeting.plan' && record) return { ...of(command, record), run: () => planMeeting(step.number === 5 ? 'kickoff' : 'consulting') };
    if (record) return of(command, record);
    // A way to a place is for everybody who has that place.
    const place = placeOf(command);
    const isShut = place === 'money' && desk.project.data?.total === null;
    return { title: m.step_open({ place: word('tab', place) }), may: !isShut, run: () => void goto(`/projects/${id()}/${place}`) };
  }

  return { from, of, next, others, ofStep, planMeeting };
}
export type ProjectActs = ReturnType<typeof projectActs>;
