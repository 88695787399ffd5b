import type { CallRow, Disposition, LeadRow } from '$lib/api/generated';
import { Refused, rpc, run } from '$lib/api/rpc';
import { draftOf, dropDraft, keepDraft } from '$lib/drafts';
import { dayAndClock } from '$lib/i18n';
import { m } from '$lib/paraglide/messages.js';
import { attempt, told } from '$lib/undo';

/** What a caller does with the one call at hand. The core decides what may be done and what follows. */

/** Dials on the simulated line, which then plays the call beside the window. */
export function dial(lead: LeadRow): Promise<boolean> {
  return attempt(async () => {
    const { outcome } = await run('call.start', { lead: lead.id, gateway: 'simulator' });
    await rpc({ op: 'start', name: 'call.simulate', args: { call: outcome.call } });
  });
}

/** How many leads one takes at once. */
const HANDFUL = 20;

/** Takes leads that nobody has; which ones, the core says, or the server where there is one. Undone in one step. */
export function takeLeads(): Promise<boolean> {
  return attempt(async () => {
    const done = await run('queue.take', { count: HANDFUL });
    told(done, m.queue_taken({ count: done.outcome.leads.length }));
  });
}

/** Puts the receiver down. A line that went dead in the same moment is down as well. */
export function hangUp(call: CallRow): Promise<boolean> {
  const cause = call.state === 'connected' ? 'hung_up' : 'cancelled';
  return attempt(async () => {
    try {
      await run('call.ended', { call: call.id, cause });
    } catch (refusal) {
      if (!(refusal instanceof Refused && refusal.failure.code === 'call.wrong_state')) throw refusal;
    }
  });
}

export interface Outcome {
  disposition: Disposition;
  note: string;
  reason?: string | undefined;
  callAgainAt?: string | undefined;
}

/**
 * Ends the call first when it still runs: one key closes it.
 * @throws Refused when the time to call again is not one; other refusals are shown here.
 */
export async function dispose(call: CallRow, { disposition, note, reason, callAgainAt }: Outcome): Promise<boolean> {
  if (call.state !== 'ended' && !(await hangUp(call))) return false;
  const order = {
    call: call.id,
    outcome: disposition.code,
    note,
    ...(reason === undefined ? {} : { reason }),
    ...(callAgainAt === undefined ? {} : { call_again_at: callAgainAt }),
  };
  return attempt(async () => {
    const done = await run('call.dispose', order);
    const args = { name: call.lead_name, outcome: disposition.title };
    const again = done.outcome.again_at;
    told(done, again ? m.call_disposed_again({ ...args, when: dayAndClock(again) }) : m.call_disposed(args));
  }, 'call_again_at');
}

/** How long the typing rests before the note is kept; leaving the field keeps it at once. */
const REST_MS = 1500;
const draftKey = (call: string) => `call-note ${call}`;

/**
 * A call's note, kept while it is written: what is typed goes into the drafts at once, so that a
 * crash costs less than a second, and into the call itself when the typing rests.
 */
export class NoteKeeper {
  text = $state('');
  isKept = $state(true);
  #call: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Takes up the note of another call; what is typed for the present one is not overwritten. */
  follow(call: CallRow | undefined): void {
    if (call?.id === this.#call) return;
    void this.keep();
    this.#call = call?.id;
    this.text = call?.note ?? '';
    this.isKept = true;
    if (call) void this.#takeUp(call);
  }
  /** Words that were typed before a crash and never came into the call. */
  async #takeUp(call: CallRow): Promise<void> {
    const draft = await draftOf<string>(draftKey(call.id));
    if (draft === undefined || draft === this.text || this.#call !== call.id || !this.isKept) return;
    this.text = draft;
    this.isKept = false;
    await this.keep();
  }
  typed(): void {
    this.isKept = false;
    if (this.#call !== undefined) keepDraft(draftKey(this.#call), this.text);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.keep(), REST_MS);
  }
  async keep(): Promise<void> {
    clearTimeout(this.#timer);
    const call = this.#call;
    if (this.isKept || call === undefined) return;
    const note = this.text;
    const isKept = await attempt(() => run('call.set_note', { call, note }));
    if (note !== this.text || call !== this.#call) return;
    this.isKept = isKept;
    if (isKept) void dropDraft(draftKey(call));
  }
  /** The outcome carries the note itself. */
  drop(): void {
    clearTimeout(this.#timer);
    this.isKept = true;
    if (this.#call !== undefined) void dropDraft(draftKey(this.#call));
  }
}
