import { sameSearch } from '$lib/addresses';

/**
 * Views that a person keeps: a name for an address, so that a link says the same as the view.
 * Kept on this device only.
 */
export interface View {
  name: string;
  /** What stands behind `?` in the address. */
  search: string;
}

const shelf = (place: string) => `netra.views.${place}`;

/** Reads what was kept; anything that is no list of views counts as none. */
export function readViews(text: string | null): View[] {
  if (!text) return [];
  try {
    const kept: unknown = JSON.parse(text);
    if (!Array.isArray(kept)) return [];
    return kept.filter(
      (one): one is View => typeof one === 'object' && one !== null && typeof (one as View).name === 'string' && typeof (one as View).search === 'string',
    );
  } catch {
    return [];
  }
}

export class Views {
  list = $state.raw<View[]>([]);
  #place: string;

  constructor(place: string) {
    this.#place = place;
    try {
      this.list = readViews(localStorage.getItem(shelf(place)));
    } catch {
      this.list = [];
    }
  }
  /** The kept view that shows this, when there is one. */
  of(search: string): View | undefined {
    return this.list.find((view) => sameSearch(view.search, search));
  }
  keep(view: View): void {
    this.#set([...this.list.filter((other) => other.name !== view.name), view]);
  }
  drop(view: View): void {
    this.#set(this.list.filter((other) => other !== view));
  }
  #set(list: View[]): void {
    this.list = list;
    try {
      localStorage.setItem(shelf(this.#place), JSON.stringify(list));
    } catch {
      return;
    }
  }
}
