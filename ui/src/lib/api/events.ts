import { isTauri } from '@tauri-apps/api/core';
import { listen as listenTauri } from '@tauri-apps/api/event';
import { listen } from './channel';
import { line } from './line.svelte';
import type { Failure } from './rpc';
import { BEAT_MS, Heartbeat } from './wake';

/** What the shell pushes: data that changed, or a long job moving on. */
export interface Changed {
  type: 'changed';
  /** `*` stands for "anything": events were missed and every open list must ask again. */
  tables: string[];
  ids: string[];
  origin: string;
}
export interface JobMoved {
  type: 'job';
  job: string;
  state: 'running' | 'done' | 'failed' | 'cancelled';
  done?: number;
  total?: number;
  /** What it is at. */
  doing?: string;
  /** Rows of a file that are read, where it is one. */
  rows?: number;
  result?: unknown;
  error?: Failure;
}
/** How a workspace stands with its server; most of it is there only where there is one. */
export interface SyncState {
  state:
    | 'stand_alone'
    | 'filling'
    | 'syncing'
    | 'up_to_date'
    | 'waiting'
    | 'offline'
    | 'needs_attention'
    | 'signed_out'
    | 'must_update'
    | 'server_must_update'
    | 'revoked'
    | 'stopped';
  /** Commands that wait, those of them that do not pass here at present, and those not applied. */
  waiting?: number;
  held_up?: number;
  attention?: number;
  /** During a conversation: commands handed in, of how many, and records that came. */
  done?: number;
  total?: number;
  rows?: number;
  last_complete_at?: string | null;
  server?: string;
  workspace?: string;
  email?: string | null;
  /** Whoever hands over a workspace that has no server: its first owner. */
  owner?: string | null;
  problem: (Partial<Failure> & { code: string }) | null;
}
/** The shell wants this window to show a page (an address from outside, a notice that was clicked). */
export interface GoThere {
  type: 'go';
  path: string;
}
/** An entry of the native menu, or of the tray, was chosen. */
export interface DoIt {
  type: 'do';
  action: string;
}
/** How the workspace stands with its server, told when it is another way than before. */
export interface SyncMoved extends SyncState {
  type: 'sync';
}
/** Nobody may see the workspace any more: its copy was removed, or its lease is over. */
export interface Closed {
  type: 'closed';
  code: string;
}
/** Somebody was muted or held, or is so no more, in this window or another. */
export interface LineTurned {
  type: 'line';
  call: string;
  is_muted: boolean;
  is_held: boolean;
}
export type Pushed = Changed | JobMoved | GoThere | DoIt | SyncMoved | LineTurned | Closed;

type Listener = (event: Pushed) => void;
const listeners = new Set<Listener>();
let opened = false;
let tellHeard: () => void = () => undefined;
const heard = new Promise<void>((resolve) => (tellHeard = resolve));

function deliver(event: Pushed): void {
  for (const listener of [...listeners]) listener(event);
}

/** Everything may have changed: every open list asks again. */
function missed(origin: string): void {
  deliver({ type: 'changed', tables: ['*'], ids: [], origin });
}

/** What is meant for another window is not heard in this one. */
function ownLabel(): string {
  const internals = (window as { __TAURI_INTERNALS__?: { metadata?: { currentWindow?: { label?: string } } } }).__TAURI_INTERNALS__;
  return internals?.metadata?.currentWindow?.label ?? 'main';
}

/** Opens the channel once, for the life of the page. */
function open(): void {
  if (opened) return;
  opened = true;
  const heart = new Heartbeat(Date.now());
  setInterval(() => {
    if (heart.beat(Date.now())) missed('wake');
  }, BEAT_MS);
  if (isTauri()) {
    void listenTauri<Pushed>('netra://event', (event) => deliver(event.payload), { target: ownLabel() }).then(() => {
      tellHeard();
      missed('open');
    });
    return;
  }
  // Whatever was committed while nothing was heard, also before the channel stood at all, is asked for.
  let isDeaf = true;
  listen('/events', {
    deaf: () => (isDeaf = true),
    down: () => {
      isDeaf = true;
      line.down = true;
    },
    up: () => {
      tellHeard();
      line.down = false;
      if (isDeaf) missed('open');
      isDeaf = false;
    },
    told: (message) => deliver(JSON.parse(message) as Pushed),
  });
}

/** Calls `listener` for every event until the returned function is called. */
export function onPushed(listener: Listener): () => void {
  open();
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Resolves when events are heard, or patience is over: what is started before then could end unnoticed. */
export function whenHeard(patience = 2000): Promise<void> {
  open();
  return Promise.race([heard, new Promise<void>((resolve) => setTimeout(resolve, patience))]);
}
