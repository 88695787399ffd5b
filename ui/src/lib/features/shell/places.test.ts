import { expect, test } from 'vitest';
import { placeAt } from './places';

test('an address lies within its nearest place', () => {
  for (const [pathname, place] of [
    ['/', 'home'],
    ['/leads', 'leads'],
    ['/leads/import', 'leads'],
    ['/calls', 'calls'],
    ['/calls/log', 'log'],
    ['/quotes/0198/lines', 'quotes'],
    ['/about', undefined],
    ['/leadsome', undefined],
  ] as const) {
    expect(placeAt(pathname)?.id).toBe(place);
  }
});
