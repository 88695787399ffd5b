import { describe, expect, it } from 'vitest';
import { SPACER_CAP, scrollTo, windowOf } from './windowing';

const list = (total: number, scrollTop: number) => ({ total, rowHeight: 32, height: 640, scrollTop });

/** The last position a browser allows. */
const end = (total: number) => Math.min(total * 32, SPACER_CAP) - 640;

describe('windowOf', () => {
  it('draws from the first row at the top', () => {
    expect(windowOf(list(2000, 0))).toMatchObject({ first: 0, top: 0, spacer: 64_000 });
  });

  it('places rows where they are when the list fits', () => {
    const window = windowOf(list(2000, 3200));
    expect(window.top).toBeCloseTo(window.first * 32, 6);
  });

  it.each([1, 20, 21, 2000, 250_000, 250_001, 1_000_000])('shows the last of %i rows at the end', (total) => {
    const window = windowOf(list(total, Math.max(0, end(total))));
    expect(window.first + window.count).toBe(total);
    expect(window.spacer).toBeLessThanOrEqual(SPACER_CAP);
    const bottom = window.top + window.count * 32;
    if (total * 32 > 640) expect(bottom).toBeCloseTo(window.spacer, 3);
  });

  it('leaves no row of a million out of reach', () => {
    const seen = new Set<number>();
    for (let row = 0; row < 1_000_000; row += 997) {
      const at = scrollTo(row, list(1_000_000, 0));
      const window = windowOf(list(1_000_000, at));
      expect(row).toBeGreaterThanOrEqual(window.first);
      expect(row).toBeLessThan(window.first + window.count);
      seen.add(row);
    }
    expect(seen.size).toBe(1004);
  });

  it('draws nothing for an empty list', () => {
    expect(windowOf(list(0, 0))).toMatchObject({ first: 0, count: 0, spacer: 0 });
  });
});

describe('scrollTo', () => {
  it('stays when the row is already on screen', () => {
    expect(scrollTo(5, list(2000, 0))).toBe(0);
  });
  it('moves just far enough down and up', () => {
    expect(scrollTo(20, list(2000, 0))).toBeCloseTo(32, 6);
    expect(scrollTo(10, list(2000, 3200))).toBeCloseTo(320, 6);
  });
});
