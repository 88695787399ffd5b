import type { Component } from 'svelte';
import { SvelteSet } from 'svelte/reactivity';

/** The menus of the native bar, in a desktop window. */
export type MenuName = 'file' | 'edit' | 'view' | 'go' | 'help';

/**
 * An action is said once and appears in five places: button, menu, palette, shortcut and the
 * sheet of shortcuts.
 */
export interface Action {
  id: string;
  title: string;
  /** Other words that somebody may look for it by, in the palette. */
  also?: string;
  /** In tinykeys' words: `g l`, `$mod+k`, `1`. */
  keys?: string;
  icon?: Component;
  enabled?: boolean;
  /** Why it cannot be done now, where that is to be said. */
  not?: string;
  /** Which heading of the sheet and the palette it stands under. */
  group: 'here' | 'go' | 'window';
  /** The palette shows it to whoever types its name. */
  byName?: true;
  /** Its menu where a window has them; the usual one of its group when not said. */
  menu?: MenuName;
  /** Concerns the window itself, and can be done while a dialog is open, too. */
  always?: boolean;
  run: () => void;
}

const layers = new SvelteSet<{ readonly list: Action[] }>();

/** Everything that can be done at present; the newest place comes first and wins a key. */
export function allActions(): Action[] {
  return [...layers].reverse().flatMap((layer) => layer.list);
}

/** Offers actions while the calling component lives. `make` is tracked, so that they stay true. */
export function offer(make: () => Action[]): void {
  const current = $derived(make());
  $effect(() => {
    const layer = {
      get list() {
        return current;
      },
    };
    layers.add(layer);
    return () => layers.delete(layer);
  });
}

/** Whether it has to wait for an open dialog: most does, what the window itself can do does not. */
export function waitsForDialog(action: Action): boolean {
  return !action.always && document.querySelector('dialog[open]') !== null;
}

/** Does an action by its name, when it can be done now; dialogs come first, as they do for keys. */
export function perform(id: string): void {
  const action = allActions().find((one) => one.id === id);
  if (!action || action.enabled === false || waitsForDialog(action)) return;
  action.run();
}

const isApple = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);
const NAMES: Record<string, string> = {
  $mod: isApple ? '⌘' : 'Ctrl',
  Control: 'Ctrl',
  Shift: '⇧',
  Enter: '↵',
  Escape: 'Esc',
  Space: '␣',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
};

/** `$mod+k` as people see it: `Ctrl K`; `g l` as `G L`. */
export function keyLabel(keys: string): string {
  return keys
    .replace('Shift+?', '?')
    .split(/[ +]/)
    .map((key) => NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key))
    .join(' ');
}

/** True for keys that are inert while somebody types: those without Ctrl, Cmd or Alt. */
export function isSingle(keys: string): boolean {
  return !/(\$mod|Control|Meta|Alt)\+/.test(keys) && keys !== 'Escape';
}

/** True when the event comes from a place where letters are text. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) {
    return true;
  }
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(target.type);
}
