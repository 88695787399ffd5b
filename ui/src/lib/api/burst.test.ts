import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Burst } from './burst';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Questions that take so long each. */
function asking(ms: number) {
  let asked = 0;
  const burst = new Burst(async () => {
    asked += 1;
    await new Promise((resolve) => setTimeout(resolve, ms));
  });
  return { burst, asked: () => asked };
}

test('the first change is answered at once', () => {
  const { burst, asked } = asking(10);
  burst.come();
  expect(asked()).toBe(1);
});

test('a burst is answered by one question more, whenever its changes came', async () => {
  const { burst, asked } = asking(10);
  for (const after of [0, 2, 4, 15, 10]) {
    await vi.advanceTimersByTimeAsync(after);
    burst.come();
  }
  await vi.advanceTimersByTimeAsync(500);
  expect(asked()).toBe(2);
});

test('changes without an end do not put the answer off', async () => {
  const { burst, asked } = asking(100);
  for (let i = 0; i < 200; i++) {
    burst.come();
    await vi.advanceTimersByTimeAsync(10);
  }
  // Two seconds, and each question with its rest takes 130 ms.
  expect(asked()).toBeGreaterThan(12);
  expect(asked()).toBeLessThan(18);
});

test('an answer that never comes holds the next question up for a second at most', async () => {
  const { burst, asked } = asking(1_000_000);
  burst.come();
  burst.come();
  await vi.advanceTimersByTimeAsync(900);
  expect(asked()).toBe(1);
  await vi.advanceTimersByTimeAsync(200);
  expect(asked()).toBe(2);
});

test('nothing is asked for whoever left', async () => {
  const { burst, asked } = asking(10);
  burst.come();
  burst.come();
  burst.end();
  await vi.advanceTimersByTimeAsync(500);
  burst.come();
  expect(asked()).toBe(1);
});
