import type { LeadRow } from '$lib/api/generated';
import type { Tone } from '$lib/ui/Badge.svelte';

/** The colour of each priority; the word stands beside it always. */
export const TONES: Record<LeadRow['priority'], Tone> = { hot: 'danger', warm: 'warning', cold: 'neutral' };
