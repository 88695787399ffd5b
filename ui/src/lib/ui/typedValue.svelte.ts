interface Bound {
  /** What is kept: a value as the core writes it, or empty. */
  get: () => string;
  set: (next: string) => void;
  /** What words mean; null when they mean nothing. */
  read: (text: string) => string | null;
}

/** Words typed into a field that become a value on leaving it; what is none stays, marked. */
export class TypedValue {
  /** The words, until they are settled or taken back. */
  text = $state<string>();
  #bound: Bound;

  constructor(bound: Bound) {
    this.#bound = bound;
  }

  meant = $derived.by(() => {
    if (this.text === undefined) return this.#bound.get();
    return this.text.trim() === '' ? '' : this.#bound.read(this.text);
  });
  isUnread = $derived(this.text !== undefined && this.meant === null);

  set(next: string): void {
    this.text = undefined;
    if (next !== this.#bound.get()) this.#bound.set(next);
  }
  settle(): void {
    if (this.text !== undefined && this.meant !== null) this.set(this.meant);
  }
  /** Enter keeps and goes on to whoever else hears it; Escape takes back. True when it has done all. */
  handles(event: KeyboardEvent): boolean {
    if (event.key === 'Enter') this.settle();
    if (event.key !== 'Escape' || this.text === undefined) return false;
    this.text = undefined;
    return true;
  }
}
