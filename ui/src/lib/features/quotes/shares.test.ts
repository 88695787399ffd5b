import { expect, test } from 'vitest';
import { plainPercent, sharesOf } from './shares';

test('the percents of a plan are added as they are typed', () => {
  for (const [typed, sum] of [
    [['50', '40'], 90],
    [['50 %', ' 50'], 100],
    [['33.33', '33.33', '33.34', ''], 100],
    [['0.1', '0.2'], 0.3],
    [['', ''], undefined],
    [['fifty', '50'], undefined],
  ] as const) {
    expect(sharesOf([...typed])).toBe(sum);
  }
  expect(plainPercent(' 12.5 % ')).toBe('12.5');
});
