import { onPushed } from '$lib/api/events';
import { Refused, rpc } from '$lib/api/rpc';
import { attempt } from '$lib/undo';

/** How the line of a call stands, as the program that carries it says. */
interface Talk {
  is_muted: boolean;
  is_held: boolean;
}
const PLAIN: Talk = { is_muted: false, is_held: false };

/** The line of the call at hand: what this window, or another one, made of it. */
export class OwnLine {
  talk = $state.raw<Talk>(PLAIN);
  /** What was asked for last, until it is answered. */
  #last: Promise<unknown> = Promise.resolve();

  /** Follows a call's line until the returned function is called. */
  follow(call: string): () => void {
    let isOver = false;
    /** Counts what was told: an answer to a question that was asked before it is out of date. */
    let told = 0;
    const ask = async () => {
      const before = told;
      try {
        const talk = (await rpc({ op: 'line', args: { call } })) as Talk;
        if (!isOver && told === before) this.talk = talk;
      } catch (cause) {
        // A call that has no line, or none yet, is neither muted nor held.
        if (!(cause instanceof Refused)) throw cause;
      }
    };
    const stop = onPushed((event) => {
      // Something may have been missed.
      if (event.type === 'changed' && event.tables.includes('*')) void ask();
      if (event.type !== 'line' || event.call !== call) return;
      told += 1;
      this.talk = event;
    });
    void ask();
    return () => {
      isOver = true;
      stop();
      this.talk = PLAIN;
    };
  }

  /**
   * Mutes or holds, or takes it back; why not is said in the program's words. Pressed again before the
   * answer it takes back what that answer makes of the line: two presses are never one.
   */
  turn(call: string, what: 'mute' | 'hold'): Promise<boolean> {
    const turned = this.#last.then(() =>
      attempt(async () => {
        const on = what === 'mute' ? !this.talk.is_muted : !this.talk.is_held;
        this.talk = (await rpc({ op: 'line', args: { call, [what]: on } })) as Talk;
      }),
    );
    this.#last = turned.catch(() => undefined);
    return turned;
  }
}
