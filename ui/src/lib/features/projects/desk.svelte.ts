import type { Act, Signature } from '$lib/api/generated';
import { liveQuery } from '$lib/api/live.svelte';

/** What a sign-off is taken for, and what is done with it. */
export interface Signing {
  title: string;
  what: string;
  give: (signature: Signature) => Promise<unknown>;
}

/** The panes that a project's page can open over itself; one at a time. */
export class Panes {
  /** The meeting whose minutes are being written. */
  minutes = $state<string>();
  /** A change request is being drafted. */
  change = $state(false);
  signing = $state.raw<Signing>();
}

/**
 * Everything about one project that its pages show and its actions ask about, live. Made once by
 * the project's page and handed to its parts.
 */
export function projectDesk(id: () => string) {
  const project = liveQuery('project.get', () => ({ project: id() }));
  const check = liveQuery('project.completion_check', () => ({ project: id() }));
  const meetings = liveQuery('meeting.list', () => ({ project: id() }));
  const milestones = liveQuery('milestone.list', () => ({ project: id() }));
  const items = liveQuery('sow_item.list', () => ({ project: id() }));
  const deliverables = liveQuery('deliverable.list', () => ({ project: id() }));
  const signoffs = liveQuery('signoff.list', () => ({ project: id() }));
  const changes = liveQuery('change.list', () => ({ project: id() }));
  const staffing = liveQuery('staffing.board', () => ({ project: id() }));
  const people = liveQuery('person.list', () => ({}));
  const panes = new Panes();
  const offered = $derived(
    Object.fromEntries<readonly Act[]>(
      [
        ...(project.data ? [project.data, ...(project.data.instalments ?? [])] : []),
        ...[meetings, milestones, items, deliverables, changes].flatMap((query): { id: string; acts: Act[] }[] => query.data?.rows ?? []),
        ...(meetings.data?.rows ?? []).flatMap((meeting) => meeting.actions),
        ...(staffing.data ? [...staffing.data.requests, ...staffing.data.assignments] : []),
      ].map((row) => [row.id, row.acts]),
    ),
  );
  const all = [project, check, meetings, milestones, items, deliverables, signoffs, changes, staffing, people];
  return {
    /** Everything was answered: what is begun from here finds its record and its people. */
    get isReady() {
      return all.every((query) => !query.waiting);
    },
    panes,
    project,
    check,
    meetings,
    milestones,
    items,
    deliverables,
    signoffs,
    changes,
    staffing,
    people,
    /** What the core offers of a record, wherever on these pages it stands. */
    actsOf: (record: string): readonly Act[] | undefined => offered[record],
  };
}
export type ProjectDesk = ReturnType<typeof projectDesk>;
