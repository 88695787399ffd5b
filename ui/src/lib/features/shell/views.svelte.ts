import { rpc, Refused } from '$lib/api/rpc';

/**
 * Views that a person saved: a name for an address with its search, filters and order. They are
 * kept with the drafts, in the workspace on this device, because an address may hold a client's
 * name.
 */
export interface SavedView {
  title: string;
  /** `/leads?text=pune`. */
  href: string;
}
const KEY = 'views';

class Views {
  list = $state.raw<SavedView[]>([]);

  async load(): Promise<void> {
    try {
      const found = (await rpc({ op: 'drafts', args: { prefix: KEY } })) as { key: string; text: string }[];
      const text = found.find((draft) => draft.key === KEY)?.text;
      const list: unknown = text ? JSON.parse(text) : [];
      this.list = Array.isArray(list) ? list.filter(isView) : [];
    } catch (cause) {
      if (!(cause instanceof Refused) && !(cause instanceof SyntaxError)) throw cause;
    }
  }
  async #keep(list: SavedView[]): Promise<void> {
    this.list = list;
    await rpc({ op: 'draft', args: { key: KEY, text: JSON.stringify(list) } });
  }
  /** Under one place, in the order they were saved. */
  of(place: string): SavedView[] {
    return this.list.filter((view) => view.href.split('?')[0] === place);
  }
  has(href: string): boolean {
    return this.list.some((view) => view.href === href);
  }
  save(view: SavedView): Promise<void> {
    return this.#keep([...this.list.filter((other) => other.href !== view.href), view]);
  }
  remove(href: string): Promise<void> {
    return this.#keep(this.list.filter((view) => view.href !== href));
  }
}
function isView(value: unknown): value is SavedView {
  const view = value as Partial<SavedView> | null;
  return typeof view?.title === 'string' && typeof view.href === 'string' && view.href.startsWith('/');
}

export const views = new Views();
