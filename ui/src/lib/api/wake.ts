/** How often a page looks at the clock. A page in the background is woken about once a minute. */
export const BEAT_MS = 15_000;
/** A longer silence than any throttling makes: the machine slept. */
const SLEPT_MS = 150_000;

/** Notices from the clock alone that the machine slept: nobody tells a page. */
export class Heartbeat {
  #last: number;
  constructor(now: number) {
    this.#last = now;
  }
  /** True when so much time has gone since the last beat that news was missed. */
  beat(now: number): boolean {
    const gone = now - this.#last;
    this.#last = now;
    // A clock that was set back says nothing about what was missed, so that too is looked after.
    return gone > SLEPT_MS || gone < -SLEPT_MS;
  }
}
