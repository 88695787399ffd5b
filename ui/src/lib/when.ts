import { nowMs } from '$lib/clock';
import { shownZone } from '$lib/i18n';

/** Wall-clock times in the workspace's zone, for fields where a person types them. */

/** `2026-11-21T11:30` as the clock on the wall shows an instant. */
export function wallOf(at: Date, zone = shownZone()): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(zone ? { timeZone: zone } : {}),
  }).formatToParts(at);
  const part = (type: string) => parts.find((found) => found.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`;
}

/**
 * The instant at which the wall shows `2026-11-21T11:30`, as RFC 3339 in UTC. Where a clock is set
 * back the first of the two instants is taken; a time that is skipped gives the one after.
 */
export function instantOf(wall: string, zone = shownZone()): string {
  const wanted = Date.parse(`${wall}:00Z`);
  if (Number.isNaN(wanted)) return wall;
  // Beyond the year 9999 a wall is written in another way: whoever asks for it is refused by the core.
  const offset = (at: number) => (Date.parse(`${wallOf(new Date(at), zone)}:00Z`) || at) - at;
  // The offset a day before and after: they differ only around a change of the clock.
  const candidates = [wanted - offset(wanted - 86_400_000), wanted - offset(wanted + 86_400_000)];
  const exact = candidates.filter((at) => wallOf(new Date(at), zone) === wall);
  const at = exact.length > 0 ? Math.min(...exact) : Math.max(...candidates);
  return new Date(at).toISOString().replace('.000Z', 'Z');
}

/** The day on the wall now, `2026-11-21`. */
export function todayHere(now = new Date(nowMs()), zone = shownZone()): string {
  return wallOf(now, zone).slice(0, 10);
}
