import { describe, expect, it } from 'vitest';
import { sameSearch } from '$lib/addresses';
import { readViews } from './views.svelte';

describe('views', () => {
  it('reads only what is a list of views', () => {
    expect(readViews(null)).toEqual([]);
    expect(readViews('{"a":1}')).toEqual([]);
    expect(readViews('not json')).toEqual([]);
    expect(readViews('[{"name":"Hot","search":"priority=hot"},{"name":5}]')).toEqual([{ name: 'Hot', search: 'priority=hot' }]);
  });
  it('knows an address again in any order', () => {
    expect(sameSearch('a=1&b=2', 'b=2&a=1')).toBe(true);
    expect(sameSearch('a=1', 'a=2')).toBe(false);
    expect(sameSearch('', '')).toBe(true);
  });
});
