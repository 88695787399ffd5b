import { onPushed, whenHeard, type JobMoved } from './events';
import { Refused, rpc, type Failure } from './rpc';

/**
 * One piece of long work, watched: how far it is, what came of it, and a way to stop it. The work
 * goes on when the page is left; only the watching ends.
 */
export class JobRun<Result = unknown> {
  state = $state<'idle' | 'running' | 'done' | 'failed' | 'cancelled'>('idle');
  done = $state(0);
  total = $state(0);
  /** What it is at, in the words of the data: a document's title, a file's name. */
  doing = $state('');
  /** Rows of a file that are read, where it reads one. */
  rows = $state<number | undefined>();
  result = $state.raw<Result | undefined>();
  failure = $state.raw<Failure | undefined>();
  #id: string | undefined;
  /** It was to stop before its name was known. */
  #isUnwanted = false;
  #stop: (() => void) | undefined;
  #settle: (() => void) | undefined;

  /** Starts it and waits for its end; gives the result, or nothing when there is none. */
  async run(name: string, args: object): Promise<Result | undefined> {
    const ended = new Promise<void>((resolve) => (this.#settle = resolve));
    await this.start(name, args);
    await ended;
    return this.result;
  }

  /** Starts it; what keeps it from starting stands in `failure`, like what ends it. */
  async start(name: string, args: object): Promise<void> {
    this.#stop?.();
    this.state = 'running';
    this.done = 0;
    this.total = 0;
    this.doing = '';
    this.rows = undefined;
    this.result = undefined;
    this.failure = undefined;
    this.#id = undefined;
    this.#isUnwanted = false;
    // A quick job may be over before its name is known here, so that its events are kept.
    const early: JobMoved[] = [];
    const stop = onPushed((event) => {
      if (event.type !== 'job') return;
      if (this.#id === undefined) early.push(event);
      else this.#take(event);
    });
    this.#stop = stop;
    try {
      await whenHeard();
      const { job } = (await rpc({ op: 'start', name, args })) as { job: string };
      // It was left, or begun once more, before its name was known.
      if (this.#stop !== stop) return;
      this.#id = job;
      for (const event of early) this.#take(event);
      if (this.#isUnwanted) this.cancel();
    } catch (cause) {
      if (!(cause instanceof Refused)) throw cause;
      if (this.#stop !== stop) return;
      this.#end('failed');
      this.failure = cause.failure;
    }
  }

  /** Asks it to stop at its next step. */
  cancel(): void {
    this.#isUnwanted = true;
    if (this.#id !== undefined && this.state === 'running') void rpc({ op: 'cancel', args: { job: this.#id } });
  }

  /** Stops watching; call when the page is left. */
  leave(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  #take(event: JobMoved): void {
    if (event.job !== this.#id || this.state !== 'running') return;
    if (event.state === 'running') {
      this.done = event.done ?? 0;
      this.total = event.total ?? 0;
      this.doing = event.doing ?? '';
      this.rows = event.rows;
      return;
    }
    if (event.state === 'done') {
      this.result = event.result as Result;
      this.done = this.total;
    }
    if (event.state === 'failed') this.failure = event.error;
    this.#end(event.state);
  }

  #end(state: 'done' | 'failed' | 'cancelled'): void {
    this.state = state;
    this.leave();
    this.#settle?.();
  }
}
