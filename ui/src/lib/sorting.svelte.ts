/** The order of a list, kept in the address: a link, a kept view and Back bring it with them. */

import { goto } from '$app/navigation';
import { page } from '$app/state';
import { addressOf } from './addresses';
import { readSort, sortWord, type Sort } from './ui/sorted';

/** The order in the address, as a word for another address. */
export const keptSort = (): string => page.url.searchParams.get('sort') ?? '';

export const sorting = {
  get sort(): Sort | undefined {
    return readSort(page.url.searchParams.get('sort'));
  },
  set sort(sort: Sort | undefined) {
    const search = Object.fromEntries(page.url.searchParams);
    void goto(addressOf(page.url.pathname, { ...search, sort: sortWord(sort) }), { replaceState: true, keepFocus: true, noScroll: true });
  },
};
