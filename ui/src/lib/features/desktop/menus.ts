import { keyLabel, type Action, type MenuName } from '$lib/actions.svelte';

/** A menu of the native bar as the shell takes it; `null` stands for a line between entries. */
export interface MenuPart {
  id: MenuName;
  title: string;
  entries: ({ id: string; title: string; keys: string; is_enabled: boolean } | null)[];
}

const USUAL: Record<Action['group'], MenuName> = { here: 'edit', go: 'go', window: 'view' };

function sameTo(a: Action, b: Action): boolean {
  const reads = a.group === b.group && a.title === b.title;
  return a.id === b.id || reads || (a.keys !== undefined && a.keys === b.keys);
}

/** The tabs of a page (Ctrl and a digit) are ways of looking at it; what else it offers changes something. */
function menuOf(action: Action): MenuName {
  const isTab = action.group === 'here' && /^\$mod\+\d$/.test(action.keys ?? '');
  return action.menu ?? (isTab ? 'view' : USUAL[action.group]);
}

/**
 * Every action once, under the menu that it names or that its group usually has. The newest place
 * comes first in `actions` and wins a key, as it does when the key is pressed. `keyOf` gives the key
 * under which an action is found when the person exchanged some.
 */
export function menusOf(
  actions: readonly Action[],
  titles: Record<MenuName, string>,
  keyOf: (usual: string) => string,
): MenuPart[] {
  const once = actions.filter((action, at) => actions.findIndex((other) => sameTo(other, action)) === at);
  return (['file', 'edit', 'view', 'go', 'help'] as const).map((id) => {
    const mine = once.filter((action) => menuOf(action) === id);
    // What is always there keeps its place at the top; what this page adds follows a line.
    const always = mine.filter((action) => action.group !== 'here');
    const here = mine.filter((action) => action.group === 'here');
    const entry = (action: Action) => ({
      id: action.id,
      title: action.title,
      keys: action.keys ? keyLabel(keyOf(action.keys)) : '',
      is_enabled: action.enabled !== false,
    });
    const line = always.length > 0 && here.length > 0 ? [null] : [];
    return { id, title: titles[id], entries: [...always.map(entry), ...line, ...here.map(entry)] };
  });
}
