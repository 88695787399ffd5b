import { keyOf, swapped, type Swapped } from './swapped';
import { baseLocale, locales, overwriteGetLocale, type Locale } from '$lib/paraglide/runtime.js';

/**
 * How this person likes the window: language, theme, density, single-key shortcuts, folded
 * sidebar. Kept on this device only; nothing of the firm's data is here.
 */
export type Theme = 'system' | 'light' | 'dark';
export type Density = 'compact' | 'normal' | 'roomy';
/** The first day's walk: not begun, under way, left for later, or through. */
export type Tour = 'new' | 'on' | 'left' | 'done';
const TOURS: readonly Tour[] = ['new', 'on', 'left', 'done'];
const TENS = Array.from({ length: 20 }, (_, i) => String(i));
const THEMES: readonly Theme[] = ['system', 'light', 'dark'];
const SWITCH = ['on', 'off'] as const;
const DENSITIES: readonly Density[] = ['compact', 'normal', 'roomy'];

/** Reads a remembered choice; a browser that refuses storage only forgets between visits. */
function remembered<T extends string>(key: string, allowed: readonly T[], otherwise: T): T {
  try {
    const kept = localStorage.getItem(`netra.${key}`);
    return allowed.find((value) => value === kept) ?? otherwise;
  } catch {
    return otherwise;
  }
}

/** Keys that were exchanged, as they were left. */
function rememberedKeys(): Swapped {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem('netra.keys') ?? '{}');
    if (typeof kept !== 'object' || kept === null) return {};
    return Object.fromEntries(Object.entries(kept).filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
  } catch {
    return {};
  }
}

function remember(key: string, value: string): void {
  try {
    localStorage.setItem(`netra.${key}`, value);
  } catch {
    return;
  }
}

function deviceLocale(): Locale {
  const spoken = typeof navigator === 'undefined' ? [] : navigator.languages;
  for (const tag of spoken) {
    const match = locales.find((locale) => tag.toLowerCase().startsWith(locale));
    if (match) return match;
  }
  return baseLocale;
}

class Preferences {
  #locale = $state<Locale>(baseLocale);
  #theme = $state<Theme>('system');
  #density = $state<Density>('normal');
  #singleKeys = $state(true);
  #folded = $state(false);
  #keys = $state.raw<Swapped>({});
  #autoDial = $state(false);
  #tour = $state<Tour>('new');
  #tourAt = $state(0);
  #systemDark = $state(false);

  constructor() {
    this.#recall();
    overwriteGetLocale(() => this.#locale);
    // What is chosen in one window holds in all.
    if (typeof addEventListener === 'function') addEventListener('storage', () => this.#recall());
    if (typeof matchMedia === 'undefined') return;
    const query = matchMedia('(prefers-color-scheme: dark)');
    this.#systemDark = query.matches;
    query.addEventListener('change', (event) => (this.#systemDark = event.matches));
  }

  #recall(): void {
    this.#locale = remembered('locale', locales, deviceLocale());
    this.#theme = remembered('theme', THEMES, 'system');
    this.#density = remembered('density', DENSITIES, 'normal');
    this.#singleKeys = remembered('single-keys', SWITCH, 'on') === 'on';
    this.#folded = remembered('folded', ['yes', 'no'], 'no') === 'yes';
    this.#keys = rememberedKeys();
    this.#autoDial = remembered('auto-dial', SWITCH, 'off') === 'on';
    this.#tour = remembered('tour', TOURS, 'new');
    this.#tourAt = Number(remembered('tour-at', TENS, '0'));
  }

  get locale(): Locale {
    return this.#locale;
  }
  set locale(value: Locale) {
    this.#locale = value;
    remember('locale', value);
  }
  get theme(): Theme {
    return this.#theme;
  }
  set theme(value: Theme) {
    this.#theme = value;
    remember('theme', value);
  }
  /** What is on screen, with `system` resolved. */
  get shownTheme(): 'light' | 'dark' {
    if (this.#theme === 'system') return this.#systemDark ? 'dark' : 'light';
    return this.#theme;
  }
  get density(): Density {
    return this.#density;
  }
  set density(value: Density) {
    this.#density = value;
    remember('density', value);
  }
  /** Height of a list row in CSS px; the style sheet's `--row` says the same. */
  get rowHeight(): number {
    return { compact: 28, normal: 32, roomy: 40 }[this.#density];
  }
  get singleKeys(): boolean {
    return this.#singleKeys;
  }
  set singleKeys(value: boolean) {
    this.#singleKeys = value;
    remember('single-keys', value ? 'on' : 'off');
  }
  /** Whether any key was exchanged. */
  get hasOwnKeys(): boolean {
    return Object.keys(this.#keys).length > 0;
  }
  /** The key under which an action's usual key is found. */
  key(usual: string): string {
    return keyOf(this.#keys, usual);
  }
  exchangeKey(usual: string, wanted: string): void {
    this.#keys = swapped(this.#keys, usual, wanted);
    remember('keys', JSON.stringify(this.#keys));
  }
  usualKeys(): void {
    this.#keys = {};
    remember('keys', '{}');
  }
  /** Whether the next lead is dialled by itself, after a countdown. */
  get autoDial(): boolean {
    return this.#autoDial;
  }
  set autoDial(value: boolean) {
    this.#autoDial = value;
    remember('auto-dial', value ? 'on' : 'off');
  }
  get folded(): boolean {
    return this.#folded;
  }
  set folded(value: boolean) {
    this.#folded = value;
    remember('folded', value ? 'yes' : 'no');
  }
  get tour(): Tour {
    return this.#tour;
  }
  set tour(value: Tour) {
    this.#tour = value;
    remember('tour', value);
  }
  /** The stop at which the walk is, or was left. */
  get tourAt(): number {
    return this.#tourAt;
  }
  set tourAt(value: number) {
    this.#tourAt = value;
    remember('tour-at', String(value));
  }
}

export const preferences = new Preferences();
