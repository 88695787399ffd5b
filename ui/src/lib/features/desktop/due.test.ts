import { expect, test } from 'vitest';
import { fellDue, nextOf } from './due';

const at = (clock: string) => `2026-11-21T${clock}:00+05:30`;
const time = (clock: string) => Date.parse(at(clock));
const rows = [
  { id: 'late', due_at: at('10:00') },
  { id: 'evening', due_at: at('18:00') },
  { id: 'noon', due_at: at('12:00') },
  { id: 'never', due_at: null },
];
const ids = (list: { id: string }[]) => list.map((row) => row.id);

test('what fell due since the last look is told, and only that', () => {
  expect(ids(fellDue(rows, time('11:30'), time('12:00')))).toEqual(['noon']);
  expect(ids(fellDue(rows, time('12:00'), time('12:30')))).toEqual([]);
  // A machine that slept all day tells what it missed.
  expect(ids(fellDue(rows, time('11:30'), time('19:00')))).toEqual(['evening', 'noon']);
});

test('the next call is the earliest still to come', () => {
  expect(nextOf(rows, time('11:30'))?.id).toBe('noon');
  expect(nextOf(rows, time('12:00'))?.id).toBe('evening');
  expect(nextOf(rows, time('18:00'))).toBeUndefined();
});
