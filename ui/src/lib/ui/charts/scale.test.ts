import { expect, test } from 'vitest';
import { bands, everyNth, falls, linear, path, ticks } from './scale';

test.each([
  [0, 100, [0, 25, 50, 75, 100]],
  [0, 97, [0, 25, 50, 75, 100]],
  [0, 7, [0, 2, 4, 6, 8]],
  [-30, 70, [-50, -25, 0, 25, 50, 75]],
  [3, 4, [0, 1, 2, 3, 4]],
  [0, 0, [0, 1]],
  [0, 0.3, [0, 0.1, 0.2, 0.3]],
] as const)('an axis from %d to %d', (low, high, wanted) => {
  expect(ticks(low, high)).toEqual(wanted);
});

test('an axis covers its figures, is even, has zero, and is not crowded', () => {
  for (let i = 1; i < 400; i++) {
    const low = -((i * 7919) % 1000) * (i % 3 === 0 ? 1 : 0);
    const high = (i * 104_729) % 10 ** ((i % 9) + 1);
    const axis = ticks(low, high);
    expect(axis[0]).toBeLessThanOrEqual(low);
    expect(axis.at(-1)).toBeGreaterThanOrEqual(high);
    expect(axis).toContain(0);
    expect(axis.length).toBeLessThanOrEqual(8);
    const step = (axis[1] ?? 0) - (axis[0] ?? 0);
    axis.slice(1).forEach((tick, at) => expect(tick - (axis[at] ?? 0)).toBeCloseTo(step, 6));
  }
});

test('a scale meets its ends', () => {
  const x = linear(-10, 30, 100, 500);
  expect([x(-10), x(0), x(30)]).toEqual([100, 200, 500]);
  expect(Number.isFinite(linear(5, 5, 0, 10)(5))).toBe(true);
});

test('bars do not touch and stay inside', () => {
  const list = bands(7, 10, 710);
  expect(list[0]?.start).toBeGreaterThan(10);
  expect((list[6]?.start ?? 0) + (list[6]?.width ?? 0)).toBeLessThan(710);
  list.slice(1).forEach((band, i) => {
    const before = list[i];
    expect(band.start).toBeGreaterThan((before?.start ?? 0) + (before?.width ?? 0));
  });
});

test('a waterfall ends where its sum is', () => {
  const parts = [
    { label: 'contract', value: 100, total: true },
    { label: 'people', value: -40 },
    { label: 'costs', value: -70 },
    { label: 'extra', value: 5 },
    { label: 'margin', value: -5, total: true },
  ];
  const list = falls(parts);
  expect(list).toEqual([
    { from: 0, to: 100 },
    { from: 100, to: 60 },
    { from: 60, to: -10 },
    { from: -10, to: -5 },
    { from: 0, to: -5 },
  ]);
});

test('a line breaks where a figure is missing', () => {
  expect(path([{ x: 0, y: 1 }, { x: 2, y: 3 }, null, { x: 4, y: 5 }])).toBe('M0.0 1.0L2.0 3.0M4.0 5.0');
});

test('labels are thinned to what fits', () => {
  expect(everyNth(12, 1200, 60)).toBe(1);
  expect(everyNth(365, 730, 60)).toBe(30);
});
