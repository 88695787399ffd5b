import type { Failure } from '$lib/api/rpc';
import type { Fact } from '$lib/ui/Facts.svelte';

/**
 * What a command still needs from a person, asked in one dialog. A page says the fields, the
 * dialog asks for them, and what the core refuses is shown at the field it names.
 */
export interface Option {
  id: string;
  title: string;
  /** Fainter, at the far end. */
  detail?: string | undefined;
}
export interface FormField {
  /** The core's path of the value, so that its refusal lands here. */
  name: string;
  label: string;
  kind: 'text' | 'area' | 'date' | 'moment' | 'number' | 'choice' | 'find' | 'many' | 'file' | 'check' | 'rows';
  hint?: string;
  options?: Option[];
  /** For `find`: one of many, typed into. With this the core is asked for what fits; else it is found among `options`. */
  find?: (text: string) => Promise<Option[]>;
  value?: string | boolean | string[];
  /** May be left empty. */
  optional?: boolean;
  /** The columns of `rows`, and the rows to begin with. */
  columns?: FormField[];
  rows?: Row[];
}
export type Row = Record<string, string>;

/** What was typed, by the names of the fields. */
export class Values {
  #held: Record<string, unknown>;
  #began: Record<string, unknown>;
  /** `began`: what the form held when it opened. */
  constructor(held: Record<string, unknown>, began: Record<string, unknown> = {}) {
    this.#held = held;
    this.#began = began;
  }
  /** Whether somebody changed it since the form opened. */
  changed(name: string): boolean {
    const plain = (value: unknown) => (typeof value === 'string' ? value.trim() : Array.isArray(value) ? [...(value as unknown[])].sort() : value);
    return JSON.stringify(plain(this.#held[name])) !== JSON.stringify(plain(this.#began[name]));
  }
  /** Of these, by the names of their fields, what was changed: what others changed meanwhile stays as it is. */
  only<T extends Record<string, unknown>>(all: T): Partial<T> {
    return Object.fromEntries(Object.entries(all).filter(([name]) => this.changed(name))) as Partial<T>;
  }
  /** Trimmed words; dates and choices too. */
  text(name: string): string {
    const value = this.#held[name];
    return typeof value === 'string' ? value.trim() : '';
  }
  /** Words, or null when left empty. */
  maybe(name: string): string | null {
    return this.text(name) || null;
  }
  flag(name: string): boolean {
    return this.#held[name] === true;
  }
  list(name: string): string[] {
    const value = this.#held[name];
    return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
  }
  file(name: string): File | null {
    const value = this.#held[name];
    return value instanceof File ? value : null;
  }
  /** The lines in which something was typed. */
  rows(name: string): Row[] {
    const value = this.#held[name];
    return Array.isArray(value) ? (value as Row[]).filter((row) => Object.values(row).some((text) => text.trim())) : [];
  }
}

/** What a person should know before they send, or why they cannot; and where it is put right. */
export interface Remark {
  text: string;
  way?: { title: string; href: string } | undefined;
  /** It cannot be sent like this. */
  blocks?: boolean;
}
/** A way out of a refusal: to a place, or the same once more with a decision. */
export type Cure = { title: string; href: string } | { title: string; run: (values: Values) => Promise<unknown> };

export interface Form {
  title: string;
  /** What will happen, when the title does not say it all. */
  text?: string;
  /** What it is about, where a sentence would not say it all. */
  facts?: Fact[];
  fields: FormField[];
  /** The first field holds a proposal, to be typed over. */
  proposes?: true;
  /** The word on the button. */
  send: string;
  tone?: 'primary' | 'danger';
  /** Under which name unfinished words are kept; the page's address and the title when not given. */
  draft?: string;
  /** Said beside the buttons while it holds, as the fields are filled in. */
  remark?: (values: Values) => Remark | undefined;
  /** What can be done when the core refuses. */
  cures?: (failure: Failure) => Cure[];
  run: (values: Values) => Promise<unknown>;
}

class Forms {
  open = $state.raw<Form | undefined>();
  /** The dialogs that could show it, in the order they came; the last one does. */
  hosts = $state.raw<readonly symbol[]>([]);

  ask(form: Form): void {
    this.open = form;
  }
  close(): void {
    this.open = undefined;
  }
  /** Makes a dialog one that could show forms, while it lives. */
  host(dialog: symbol): () => void {
    this.hosts = [...this.hosts, dialog];
    return () => (this.hosts = this.hosts.filter((other) => other !== dialog));
  }
}

export const forms = new Forms();
