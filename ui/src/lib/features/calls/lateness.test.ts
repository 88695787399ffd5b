import { expect, test } from 'vitest';
import { lateBy } from './lateness';

test('lateness is said in the unit that a person would say', () => {
  for (const [minutes, n, unit] of [
    [1, 1, 'minutes'],
    [59, 59, 'minutes'],
    [60, 1, 'hours'],
    [119, 1, 'hours'],
    [1439, 23, 'hours'],
    [1440, 1, 'days'],
    [4400, 3, 'days'],
  ] as const) {
    expect(lateBy(minutes), String(minutes)).toEqual({ unit, n });
  }
});
