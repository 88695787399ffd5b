/**
 * The pause between two calls: so many seconds in which the next lead can be looked at, then it is
 * dialled by itself. Whatever the caller does in between stops the clock.
 */
export const COUNTDOWN_S = 5;

export class AutoDial {
  /** Seconds until the next call; undefined while no clock runs. */
  left = $state<number>();
  #clock: ReturnType<typeof setInterval> | undefined;

  start(dial: () => void): void {
    this.pause();
    this.left = COUNTDOWN_S;
    this.#clock = setInterval(() => {
      this.left = (this.left ?? 1) - 1;
      if (this.left > 0) return;
      this.pause();
      dial();
    }, 1000);
  }
  pause(): void {
    clearInterval(this.#clock);
    this.#clock = undefined;
    this.left = undefined;
  }
}
