import { onPushed, type SyncState } from '$lib/api/events';
import { rpc, Refused } from '$lib/api/rpc';
import { count } from '$lib/i18n';
import { m } from '$lib/paraglide/messages.js';
import { moment } from './since';

/** Commits come in bursts; one question answers a burst. */
const BURST_MS = 120;

/** How the workspace stands with its server, kept true as long as somebody listens. */
class Sync {
  value = $state.raw<SyncState | undefined>();
  open = $state(false);
  #newest = 0;

  async load(): Promise<void> {
    const mine = ++this.#newest;
    try {
      const value = (await rpc({ op: 'sync', name: 'state' })) as SyncState;
      if (mine === this.#newest) this.value = value;
    } catch (cause) {
      // A program that knows no servers, or none that answers: the chip says what it said before.
      if (!(cause instanceof Refused)) throw cause;
    }
  }

  keep(): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(() => void this.load(), BURST_MS);
    };
    const stop = onPushed((event) => {
      if (event.type === 'changed') soon();
      if (event.type !== 'sync') return;
      this.#newest++;
      // What is wrong comes without words: they are in the reader's language.
      if (event.problem) soon();
      const before = this.value?.problem;
      this.value = event.problem && before?.code === event.problem.code ? { ...event, problem: before } : event;
    });
    void this.load();
    return () => {
      clearTimeout(timer);
      stop();
    };
  }

  get isConnected(): boolean {
    return this.value !== undefined && this.value.state !== 'stand_alone';
  }
  /** A number that is given now is settled only when the server has what waits here. */
  get numbersMayMove(): boolean {
    return this.isConnected && ((this.value?.waiting ?? 0) > 0 || this.value?.state !== 'up_to_date');
  }
}

export const sync = new Sync();

/** Something that is asked of the program about its server. */
export const asked = (name: string, args: object = {}): Promise<unknown> => rpc({ op: 'sync', name, args });

export type Tone = 'success' | 'warning' | 'danger' | 'info';

/** How it stands in a few words, and how grave that is. */
export function inShort(now: SyncState): { tone: Tone; text: string } {
  const waiting = now.waiting ?? 0;
  switch (now.state) {
    case 'up_to_date':
      return { tone: 'success', text: now.last_complete_at ? m.sync_up_to_date({ at: moment(now.last_complete_at) }) : m.sync_up_to_date_plain() };
    case 'syncing':
      if ((now.total ?? 0) > (now.done ?? 0)) return { tone: 'info', text: m.sync_syncing({ done: count(now.done ?? 0), total: count(now.total ?? 0) }) };
      return { tone: 'info', text: now.rows ? m.sync_syncing_rows({ rows: count(now.rows) }) : m.sync_syncing_plain() };
    case 'filling':
      return { tone: 'info', text: m.sync_filling({ rows: count(now.rows ?? 0) }) };
    case 'offline':
      return { tone: 'warning', text: waiting > 0 ? m.sync_offline_waiting({ count: count(waiting) }) : m.sync_offline() };
    case 'waiting':
      return { tone: 'warning', text: m.sync_waiting({ count: count(waiting) }) };
    case 'needs_attention':
      return { tone: 'danger', text: m.sync_needs_attention({ count: count(now.attention ?? 0) }) };
    case 'signed_out':
      return { tone: 'danger', text: m.sync_signed_out() };
    case 'must_update':
      return { tone: 'danger', text: m.sync_must_update() };
    case 'server_must_update':
      return { tone: 'danger', text: m.sync_server_must_update() };
    case 'revoked':
      return { tone: 'danger', text: m.sync_revoked() };
    case 'stopped':
      return { tone: 'danger', text: m.sync_stopped() };
    case 'stand_alone':
      return { tone: 'success', text: m.sync_stand_alone() };
  }
}

/** The same in a sentence that says what it means for one's work. */
export function inWords(now: SyncState): string {
  switch (now.state) {
    case 'up_to_date':
      return m.sync_say_up_to_date();
    case 'syncing':
      return m.sync_say_syncing();
    case 'filling':
      return m.sync_say_filling();
    case 'offline':
      return m.sync_say_offline();
    case 'waiting':
      return m.sync_say_waiting();
    case 'needs_attention':
      return m.sync_say_needs_attention();
    case 'signed_out':
      return m.sync_say_signed_out();
    case 'must_update':
      return m.sync_say_must_update();
    case 'server_must_update':
      return m.sync_say_server_must_update();
    case 'revoked':
      return m.sync_say_revoked();
    case 'stopped':
      return m.sync_say_stopped();
    case 'stand_alone':
      return m.sync_attach_not_allowed();
  }
}
