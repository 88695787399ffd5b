import { expect, test } from 'vitest';
import { instantOf, todayHere, wallOf } from './when';

test('a time on the wall is one instant, in every zone and around the change of the clock', () => {
  for (const [wall, zone, instant] of [
    ['2026-11-21T11:30', 'Asia/Kolkata', '2026-11-21T06:00:00Z'],
    ['2026-11-21T00:10', 'Asia/Kolkata', '2026-11-20T18:40:00Z'],
    ['2026-07-01T09:00', 'Europe/London', '2026-07-01T08:00:00Z'],
    ['2026-12-01T09:00', 'Europe/London', '2026-12-01T09:00:00Z'],
    ['2026-10-25T01:30', 'Europe/London', '2026-10-25T00:30:00Z'],
    ['2026-03-29T01:30', 'Europe/London', '2026-03-29T01:30:00Z'],
    ['2026-01-15T20:00', 'America/New_York', '2026-01-16T01:00:00Z'],
  ] as const) {
    expect(instantOf(wall, zone), `${wall} ${zone}`).toBe(instant);
  }
});

test('there and back', () => {
  for (const zone of ['Asia/Kolkata', 'Europe/London', 'America/New_York', 'Asia/Kathmandu']) {
    for (let hour = 0; hour < 24 * 30; hour += 7) {
      const at = new Date(Date.UTC(2026, 4, 1, hour, 15));
      expect(Date.parse(instantOf(wallOf(at, zone), zone)), zone).toBe(at.getTime());
    }
  }
});

test('the day is the one on the wall', () => {
  expect(todayHere(new Date('2026-11-20T20:00:00Z'), 'Asia/Kolkata')).toBe('2026-11-21');
  expect(todayHere(new Date('2026-11-20T20:00:00Z'), 'Europe/London')).toBe('2026-11-20');
});
