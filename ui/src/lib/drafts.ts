import { Refused, rpc } from '$lib/api/rpc';

/**
 * What somebody is typing and has not handed in, kept in the workspace's own (encrypted) store, so
 * that a crash costs less than a second. A core that keeps no drafts costs them with the page.
 */
const REST_MS = 400;
const timers = new Map<string, ReturnType<typeof setTimeout>>();
const waiting = new Map<string, string>();
const here = new Map<string, string>();
let isKept = true;

async function send(key: string, text: string): Promise<void> {
  if (!isKept) return;
  try {
    await rpc({ op: 'draft', args: { key, text } });
  } catch (cause) {
    if (!(cause instanceof Refused)) throw cause;
    isKept = false;
  }
}

/** Keeps a draft within `REST_MS`; the newest words of a burst are the ones that are kept. */
export function keepDraft(key: string, value: unknown): void {
  const text = JSON.stringify(value);
  here.set(key, text);
  waiting.set(key, text);
  // A clock that runs already is left alone: who types without a pause is kept, too.
  if (!timers.has(key)) timers.set(key, setTimeout(() => void flush(key), REST_MS));
}

async function flush(key: string): Promise<void> {
  clearTimeout(timers.get(key));
  timers.delete(key);
  const text = waiting.get(key);
  waiting.delete(key);
  if (text !== undefined) await send(key, text);
}

/** What was being typed under this key, if it was never handed in. */
export async function draftOf<T>(key: string): Promise<T | undefined> {
  let text = here.get(key);
  if (text === undefined && isKept) {
    try {
      const found = (await rpc({ op: 'drafts', args: { prefix: key } })) as { key: string; text: string }[];
      text = found.find((draft) => draft.key === key)?.text;
    } catch (cause) {
      if (!(cause instanceof Refused)) throw cause;
      isKept = false;
    }
  }
  return text ? (JSON.parse(text) as T) : undefined;
}

/** It was handed in, or thrown away. */
export async function dropDraft(key: string): Promise<void> {
  clearTimeout(timers.get(key));
  timers.delete(key);
  waiting.delete(key);
  if (here.delete(key) || isKept) await send(key, '');
}
