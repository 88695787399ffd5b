import { expect, test } from 'vitest';
import { nowMs, setClock } from './clock';

const machine = Date.parse('2026-11-22T01:00:00Z');

test('a clock that was set is followed, and goes on', () => {
  setClock('2026-11-21T06:00:00Z', machine);
  expect(new Date(nowMs(machine + 5000)).toISOString()).toBe('2026-11-21T06:00:05.000Z');
});

test('the time that an answer takes moves nothing', () => {
  setClock('2026-11-22T01:00:02Z', machine);
  expect(nowMs(machine)).toBe(machine);
  setClock('no time', machine);
  expect(nowMs(machine)).toBe(machine);
});
