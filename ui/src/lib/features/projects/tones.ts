import type { ProjectInstalment, ProjectRow } from '$lib/api/generated';
import type { Tone } from '$lib/ui/Badge.svelte';

/** Colours beside words, never instead of them. */
export const STAGE_TONES: Record<ProjectRow['stage'], Tone> = {
  setup: 'neutral',
  executing: 'info',
  closing: 'info',
  completed: 'success',
  archived: 'neutral',
  on_hold: 'warning',
  cancelled: 'danger',
};
export const HEALTH_TONES: Record<ProjectRow['health']['colour'], Tone> = {
  green: 'success',
  amber: 'warning',
  red: 'danger',
};
export const MONEY_TONES: Record<ProjectInstalment['state'], Tone> = {
  planned: 'neutral',
  due: 'info',
  part_paid: 'warning',
  overdue: 'danger',
  paid: 'success',
  waived: 'neutral',
};
