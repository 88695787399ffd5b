/** How long the questions of a burst lie apart, in ms. */
const REST_MS = 30;
/** How long an answer is waited for before the next question, in ms: one that hangs holds nothing up. */
const PATIENCE_MS = 1000;

/**
 * Commits come in bursts (an import). The first is answered at once, so that whoever changed
 * something sees it; all that come while that answer is under way, and just after it, are answered
 * by one question more.
 */
export class Burst {
  #ask: () => Promise<void>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #busy = false;
  #again = false;
  #over = false;

  constructor(ask: () => Promise<void>) {
    this.#ask = ask;
  }
  /** Something was committed. */
  come(): void {
    if (this.#over) return;
    if (this.#busy) {
      this.#again = true;
      return;
    }
    this.#busy = true;
    this.#again = false;
    this.#then(PATIENCE_MS);
    void this.#ask().finally(() => this.#then(REST_MS));
  }
  /** The next question may be asked after so long. */
  #then(ms: number): void {
    clearTimeout(this.#timer);
    if (this.#over) return;
    this.#timer = setTimeout(() => {
      this.#busy = false;
      if (this.#again) this.come();
    }, ms);
  }
  /** Nobody listens any more. */
  end(): void {
    this.#over = true;
    clearTimeout(this.#timer);
  }
}
