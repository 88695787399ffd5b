import { tinykeys } from 'tinykeys';
import { isSingle, isTyping, waitsForDialog, type Action } from '$lib/actions.svelte';
import { preferences } from '$lib/preferences.svelte';

/** Keys that press what has the focus, before they mean anything to the place. */
const PRESSES = ['Space', 'Enter'];
function isPressable(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button, a, summary, [role=button], [role=menuitem]') !== null;
}

/** How long after its first key a sequence is still one. */
const TOGETHER_MS = 1000;
/** The first key of a sequence that may be under way, and the event that ended the last one. */
let begun: { key: string; at: number } | undefined;
let ending: Event | undefined;

/** Notes whether a key ends a sequence (`g c`): it then means nothing by itself. */
function follow(event: KeyboardEvent, sequences: ReadonlySet<string>): void {
  const key = event.key.toLowerCase();
  const isEnd = begun !== undefined && event.timeStamp - begun.at < TOGETHER_MS && sequences.has(`${begun.key} ${key}`);
  ending = isEnd ? event : undefined;
  const mayBegin = !isEnd && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target);
  const isFirst = mayBegin && [...sequences].some((keys) => keys.startsWith(`${key} `));
  begun = isFirst ? { key, at: event.timeStamp } : undefined;
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
      if (action.enabled === false || (ending === event && !keys.includes(' '))) return;
      if (single && (!preferences.singleKeys || isTyping(event.target))) return;
      if (PRESSES.includes(keys) && isPressable(event.target)) return;
      if (waitsForDialog(action)) return;
      event.preventDefault();
      action.run();
    };
  }
  const sequences = new Set(Object.keys(bindings).filter((keys) => keys.includes(' ')));
  const note = (event: KeyboardEvent) => follow(event, sequences);
  window.addEventListener('keydown', note, { capture: true });
  const unbind = tinykeys(window, bindings);
  return () => {
    window.removeEventListener('keydown', note, { capture: true });
    unbind();
  };
}
