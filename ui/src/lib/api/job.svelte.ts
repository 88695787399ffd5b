import { onPushed, type JobMoved } from './events';
import { rpc, Refused } from './rpc';

/**
 * One long piece of work of the core as it goes: how far it is, and how it ended. The same object
 * is started again for the next one; it listens for as long as the work goes on.
 */
export class JobRun<Result> {
  state = $state<'idle' | JobMoved['state']>('idle');
  done = $state(0);
  total = $state(0);
  result = $state.raw<Result | undefined>();
  /** Why it ended without a result, in the core's words. */
  problem = $state('');
  #id = '';
  #stop: (() => void) | undefined;

  get isRunning(): boolean {
    return this.state === 'running';
  }

  /** Starts and waits; gives the result, or nothing when it failed or was cancelled. */
  async run(name: string, args: Record<string, unknown>): Promise<Result | undefined> {
    this.#stop?.();
    this.state = 'running';
    this.done = 0;
    this.total = 0;
    this.result = undefined;
    this.problem = '';
    this.#id = '';
    // A short job may end before we know its name: what came in the meantime is kept.
    const early: JobMoved[] = [];
    return new Promise((resolve) => {
      const take = (event: JobMoved) => {
        if (event.job !== this.#id) return;
        this.state = event.state;
        if (event.state === 'running') {
          this.done = event.done;
          this.total = event.total;
          return;
        }
        this.#stop?.();
        this.#stop = undefined;
        this.result = event.state === 'done' ? (event.result as Result) : undefined;
        this.problem = event.error?.message ?? '';
        resolve(this.result);
      };
      this.#stop = onPushed((event) => {
        if (event.type !== 'job') return;
        if (this.#id) take(event);
        else early.push(event);
      });
      rpc({ op: 'start', name, args }).then(
        (started) => {
          this.#id = (started as { job: string }).job;
          early.forEach(take);
        },
        (cause: unknown) => {
          this.#stop?.();
          this.state = 'failed';
          this.problem = cause instanceof Refused ? cause.message : String(cause);
          resolve(undefined);
        },
      );
    });
  }

  /** Asks it to stop at its next step. */
  cancel(): void {
    if (this.#id) void rpc({ op: 'cancel', args: { job: this.#id } });
  }
}
