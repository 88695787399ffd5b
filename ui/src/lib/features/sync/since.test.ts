import { setClock } from '$lib/clock';
import { expect, test } from 'vitest';
import { momentOf } from './since';

test('Friday evening is the last one that is over, on the wall', () => {
  for (const [now, expected] of [
    ['2026-11-23T04:00:00Z', '2026-11-20T12:30:00Z'], // Monday morning
    ['2026-11-21T06:00:00Z', '2026-11-20T12:30:00Z'], // Saturday
    ['2026-11-20T12:00:00Z', '2026-11-13T12:30:00Z'], // Friday, half past five
    ['2026-11-20T13:00:00Z', '2026-11-20T12:30:00Z'], // Friday, half past six
    ['2026-11-26T20:00:00Z', '2026-11-20T12:30:00Z'], // already Friday in India, after midnight
  ] as const) {
    expect(momentOf('friday', new Date(now), 'Asia/Kolkata'), now).toBe(expected);
  }
});

test('a day and a week are hours, and the last visit is not for us to say', () => {
  const now = new Date('2026-11-23T04:00:00Z');
  expect(momentOf('day', now)).toBe('2026-11-22T04:00:00.000Z');
  expect(momentOf('week', now)).toBe('2026-11-16T04:00:00.000Z');
  expect(momentOf('visit', now)).toBeUndefined();
});

test('now is what the core says it is', () => {
  try {
    setClock('2030-01-07T04:00:00Z');
    expect(momentOf('friday', undefined, 'Asia/Kolkata')).toBe('2030-01-04T12:30:00Z');
  } finally {
    setClock('no time');
  }
});
