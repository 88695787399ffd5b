import { tinykeys } from 'tinykeys';
import { isSingle, isTyping, type Action } from '$lib/actions.svelte';
import { preferences } from '$lib/preferences.svelte';

/** Keys that press what has the focus, before they mean anything to the place. */
const PRESSES = ['Space', 'Enter'];
function isPressable(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button, a, summary, [role=button], [role=menuitem]') !== null;
}

/**
 * Binds the keys of everything that can be done at present. Single keys are inert while somebody
 * types, while a dialog is open, and when the person has turned them off.
 */
export function bindKeys(actions: Action[]): () => void {
  const bindings: Record<string, (event: KeyboardEvent) => void> = {};
  for (const action of actions) {
    if (!action.keys) continue;
    const keys = preferences.key(action.keys);
    if (bindings[keys]) continue;
    const single = isSingle(keys);
    bindings[keys] = (event) => {
      if (action.enabled === false) return;
      if (single && (!preferences.singleKeys || isTyping(event.target))) return;
      if (PRESSES.includes(keys) && isPressable(event.target)) return;
      if (document.querySelector('dialog[open]')) return;
      event.preventDefault();
      action.run();
    };
  }
  return tinykeys(window, bindings);
}
