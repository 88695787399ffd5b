import { expect, test } from 'vitest';
import { BEAT_MS, Heartbeat } from './wake';

test('ordinary beats and a throttled page are no sleep', () => {
  const heart = new Heartbeat(0);
  expect(heart.beat(BEAT_MS)).toBe(false);
  expect(heart.beat(BEAT_MS + 60_000)).toBe(false);
});

test('a lid that was closed is noticed once', () => {
  const heart = new Heartbeat(0);
  const morning = 8 * 3_600_000;
  expect(heart.beat(morning)).toBe(true);
  expect(heart.beat(morning + BEAT_MS)).toBe(false);
});

test('a clock that was set back is noticed too', () => {
  const heart = new Heartbeat(10_000_000);
  expect(heart.beat(1_000)).toBe(true);
});
