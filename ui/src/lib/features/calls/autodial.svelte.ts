/**
 * The pause between two calls: so many seconds in which the next lead can be looked at, then it is
 * dialled by itself. Whatever the caller does in between stops the clock.
 */
export const COUNTDOWN_S = 5;
/** How long it waits, after that, for a queue that does not say yet who is next. */
const LATE_S = 10;

export class AutoDial {
  /** Seconds until the next call; undefined while no clock runs. */
  left = $state<number>();
  #clock: ReturnType<typeof setInterval> | undefined;

  /** `dial` says false while it is not known yet who is next. */
  start(dial: () => boolean): void {
    this.pause();
    let left = COUNTDOWN_S;
    this.left = left;
    this.#clock = setInterval(() => {
      left -= 1;
      if (left > 0) this.left = left;
      else if (dial() || left <= -LATE_S) this.pause();
    }, 1000);
  }
  pause(): void {
    clearInterval(this.#clock);
    this.#clock = undefined;
    this.left = undefined;
  }
}
