import { expect, test } from 'vitest';
import { dayNumber, monthsIn, place, spanOf, type Bar } from './gantt';

const bar = (start: string | null, end: string | null, mark?: string): Bar => ({
  id: `${start}${end}`,
  title: '',
  start,
  end,
  ...(mark ? { mark } : {}),
  state: 'planned',
  progress: 0,
  depth: 0,
});

test('the span is whole months around everything drawn', () => {
  const span = spanOf([bar('2026-08-14', '2026-11-30'), bar(null, null, '2027-02-28')], ['2026-11-21']);
  expect(span).toEqual({ first: dayNumber('2026-08-01'), end: dayNumber('2027-03-01') });
  expect(monthsIn(span, 12)).toHaveLength(7);
  expect(monthsIn(span, 12)[0]).toBe('2026-08-01');
  expect(monthsIn(span, 3)).toEqual(['2026-08-01', '2026-11-01', '2027-02-01']);
});

test('a bar of one day is as wide as one day, and everything stays inside', () => {
  const span = spanOf([bar('2026-11-01', '2026-11-30')], []);
  expect(place('2026-11-01', span, 'morning')).toBe(0);
  expect(place('2026-11-30', span, 'evening')).toBe(1);
  const width = place('2026-11-10', span, 'evening') - place('2026-11-10', span, 'morning');
  expect(width).toBeCloseTo(1 / 30);
  expect(place('2026-11-10', span, 'noon')).toBeCloseTo(9.5 / 30);
});

test('nothing to draw is no fault', () => {
  expect(spanOf([bar(null, null)], [])).toEqual({ first: 0, end: 1 });
  expect(monthsIn({ first: 0, end: 1 }, 4)).toEqual(['1970-01-01']);
});
