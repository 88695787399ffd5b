import type { Queries } from '$lib/api/generated';
import type { Tone } from '$lib/ui/Badge.svelte';

export type ProjectView = Queries['project.get']['view'];
export type ProjectRow = Queries['project.list']['view']['rows'][number];
export type Step = ProjectView['steps'][number];
export type Check = Queries['project.completion_check']['view'];
export type CheckLine = Check['lines'][number];
export type Meeting = Queries['meeting.list']['view']['rows'][number];
export type Milestone = Queries['milestone.list']['view']['rows'][number];
export type Item = Queries['sow_item.list']['view']['rows'][number];
export type Deliverable = Queries['deliverable.list']['view']['rows'][number];
export type SignOff = Queries['signoff.list']['view']['rows'][number];
export type ChangeRequest = Queries['change.list']['view']['rows'][number];
export type Staffing = Queries['staffing.board']['view'];

/** Colours of states; the word stands beside the colour always. */
export const ITEM: Record<Item['state'], Tone> = {
  not_started: 'neutral',
  in_progress: 'info',
  ready_for_review: 'warning',
  consented: 'info',
  implemented: 'success',
  dropped: 'neutral',
};
export const MILESTONE: Record<Milestone['state'], Tone> = {
  planned: 'neutral',
  in_progress: 'info',
  submitted: 'warning',
  signed_off: 'success',
};
export const DELIVERABLE: Record<Deliverable['state'], Tone> = {
  draft: 'neutral',
  submitted: 'warning',
  changes_requested: 'danger',
  accepted: 'success',
};
export const CHANGE: Record<ChangeRequest['state'], Tone> = {
  draft: 'neutral',
  submitted: 'warning',
  client_approved: 'info',
  declined: 'neutral',
  applied: 'success',
};
