import { invoke, isTauri } from '@tauri-apps/api/core';
import { m } from '$lib/paraglide/messages.js';
import { getLocale } from '$lib/paraglide/runtime.js';
import type { Commands, Queries } from './generated';

/**
 * The one call to the core. In the desktop window it goes through the shell's `rpc` command, in
 * a browser through `POST /rpc`; both answer with the same JSON.
 */
export interface FieldFault {
  path: string;
  code: string;
  message: string;
}

/** A refusal as the core words it; `message` is already in the reader's language. */
export interface Failure {
  kind: string;
  code: string;
  message: string;
  args: Record<string, unknown>;
  fields: FieldFault[];
}

/** Thrown when the core says no. Show `failure.message`; decide by `failure.kind` or `code`. */
export class Refused extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.message);
    this.name = 'Refused';
    this.failure = failure;
  }
}

type Reply = { ok: unknown } | { error: Partial<Failure> };

export interface Ran<T> {
  outcome: T;
  /** Id of the command in the history. */
  command: string;
  undoable: boolean;
}

async function send(request: object): Promise<Reply> {
  const body = { ...request, locale: getLocale() };
  if (isTauri()) return invoke<Reply>('rpc', { request: body });
  const response = await fetch('/rpc', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Reply;
}

/** Sends one request and gives its `ok` value. Rejects with `Refused`, also when nobody answers. */
export async function rpc(request: object): Promise<unknown> {
  let reply: Reply;
  try {
    reply = await send(request);
  } catch {
    throw new Refused(complete({ kind: 'Offline', code: 'shell.unreachable', message: m.window_broken() }));
  }
  if ('error' in reply) throw new Refused(complete(reply.error));
  return reply.ok;
}

function complete(partial: Partial<Failure>): Failure {
  return { kind: 'Internal', code: 'internal', message: '', args: {}, fields: [], ...partial };
}

export function ask<Q extends keyof Queries>(name: Q, args: Queries[Q]['args']): Promise<Queries[Q]['view']> {
  return rpc({ op: 'ask', name, args }) as Promise<Queries[Q]['view']>;
}

export function run<C extends keyof Commands>(
  name: C,
  args: Commands[C]['args'],
): Promise<Ran<Commands[C]['outcome']>> {
  return rpc({ op: 'run', name, args }) as Promise<Ran<Commands[C]['outcome']>>;
}
