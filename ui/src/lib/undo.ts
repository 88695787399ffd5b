import { run, Refused, type Ran } from '$lib/api/rpc';
import { m } from '$lib/paraglide/messages.js';
import { toasts } from '$lib/ui/toasts.svelte';

/** Says what was done, with a way back when the core offers one; of one `kind` only the newest is shown. */
export function told<T>(done: Ran<T>, text: string, kind?: string): Ran<T> {
  toasts.show({
    text,
    tone: 'plain',
    ...(kind === undefined ? {} : { kind }),
    ...(done.undoable ? { undo: wayBack(done.command) } : {}),
  });
  return done;
}

const wayBack = (command: string) => ({ label: m.action_undo(), run: () => void takeBack(command) });

/** Takes a command back; where that waits for the server, the way back stays open. */
export async function takeBack(command: string): Promise<void> {
  await attempt(async () => {
    try {
      await run('undo', { command });
      toasts.show({ text: m.undone(), tone: 'plain' });
    } catch (cause) {
      if (!(cause instanceof Refused && cause.failure.code === 'sync.undo_away')) throw cause;
      toasts.show({ text: cause.message, tone: 'danger', undo: wayBack(command) });
    }
  });
}

/**
 * Runs something that the core may refuse; a refusal is shown in the core's own words.
 * @throws Refused when it is of the field `at`, where whoever asks shows it.
 */
export async function attempt(work: () => Promise<unknown>, at?: string): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (cause) {
    if (!(cause instanceof Refused)) throw cause;
    if (at !== undefined && cause.failure.fields.some((fault) => fault.path === at)) throw cause;
    toasts.show({ text: cause.message, tone: 'danger' });
    return false;
  }
}
