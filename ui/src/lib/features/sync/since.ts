import { nowMs } from '$lib/clock';
import { clock, dayAndClock } from '$lib/i18n';
import { instantOf, todayHere, wallOf } from '$lib/when';

/** Moments since which one may ask what changed; `visit` the program itself remembers. */
export const SINCE = ['visit', 'friday', 'day', 'week'] as const;
export type Since = (typeof SINCE)[number];

const DAY_MS = 86_400_000;
/** The working week ends at six in the evening. */
const EVENING = '18:00';

/** The moment, as the core takes it; none for `visit`. */
export function momentOf(since: Since, now = new Date(nowMs()), zone?: string): string | undefined {
  if (since === 'visit') return undefined;
  if (since === 'day') return new Date(now.getTime() - DAY_MS).toISOString();
  if (since === 'week') return new Date(now.getTime() - 7 * DAY_MS).toISOString();
  const wall = wallOf(now, zone);
  const today = new Date(`${wall.slice(0, 10)}T00:00:00Z`);
  const back = (today.getUTCDay() + 2) % 7;
  // On a Friday the evening may still be to come: then it is the one before.
  const days = back === 0 && wall.slice(11) < EVENING ? 7 : back;
  const friday = new Date(today.getTime() - days * DAY_MS).toISOString().slice(0, 10);
  return instantOf(`${friday}T${EVENING}`, zone);
}

/** A moment as it is said: today's times by the clock alone. */
export const moment = (at: string): string => (wallOf(new Date(at)).slice(0, 10) === todayHere() ? clock(at) : dayAndClock(at));
