import { minorOf } from '$lib/amounts';
import { storeFile } from '$lib/api/files';
import type { Signature } from '$lib/api/generated';
import { Refused, run } from '$lib/api/rpc';
import { forms, type Form, type FormField, type Option, type Values } from '$lib/forms/forms.svelte';
import { m } from '$lib/paraglide/messages.js';
import { attempt, told } from '$lib/undo';
import { word } from '$lib/words';
import type { ProjectDesk } from '../desk.svelte';

/** What every action of a project is made of: its questions, its people, its words. */

/** Says what was done in the words of its action. */
export const said = (command: string) => word('did', command.replace('.', '_'));
export const actTitle = (command: string) => word('act', command.replace('.', '_'));

export function refused(field: string, message: string): Refused {
  const fault = { path: field, code: 'typed', message };
  return new Refused({ kind: 'Invalid', code: 'typed', message, args: {}, fields: [fault] });
}
/** An amount as typed, in minor units. */
export function amount(values: Values, name: string, currency: string): number {
  const minor = minorOf(values.text(name) || '0', currency);
  if (minor === null) throw refused(name, m.amount_not_read());
  return minor;
}
export async function stored(values: Values, name: string): Promise<string> {
  const file = values.file(name);
  if (!file) throw refused(name, m.file_missing());
  return storeFile(file);
}

export function toolsOf(id: () => string, desk: ProjectDesk) {
  const project = () => desk.project.data;
  const currency = () => project()?.total?.currency ?? 'INR';
  const ours = (): Option[] => (desk.people.data?.rows ?? []).filter((p) => p.is_active).map((p) => ({ id: p.id, title: p.name }));
  const theirs = (): Option[] => (project()?.contacts ?? []).map((c) => ({ id: c.id, title: c.name }));
  const team = () => [...new Set([project()?.pm ?? '', ...(project()?.team ?? []).map((t) => t.person)])].filter(Boolean);
  const meeting = (record: string) => desk.meetings.data?.rows.find((row) => row.id === record);

  const open = (command: string, form: Omit<Form, 'title' | 'send'> & Partial<Form>) =>
    forms.ask({ title: actTitle(command), send: actTitle(command), ...form });
  /** Sends a command without asking, with a way back where the core has one; gives whether it was done. */
  const direct = (work: () => ReturnType<typeof run>, command: string) =>
    attempt(async () => told(await work(), said(command)));

  /** Asks once more, naming the thing: for what goes outside or is not taken back. */
  const confirmed = (command: string, text: string, work: () => ReturnType<typeof run>) =>
    open(command, { text, fields: [], run: async () => told(await work(), said(command)) });

  const chosenFirst = (all: Option[], chosen: string[]) => [...all].sort((a, b) => Number(chosen.includes(b.id)) - Number(chosen.includes(a.id)));
  const attendees = (people: string[], contacts: string[]): FormField[] => [
    { name: 'people', label: m.meeting_ours(), kind: 'many', options: chosenFirst(ours(), people), value: people },
    { name: 'contacts', label: m.meeting_theirs(), kind: 'many', options: theirs(), value: contacts },
  ];
  /** Opens the pane in which the client signs; what they signed is sent when they have. */
  const sign = (command: string, what: string | undefined, give: (signature: Signature) => ReturnType<typeof run>) => {
    desk.panes.signing = { title: actTitle(command), what: what ?? '', give: async (signature) => told(await give(signature), said(command)) };
  };
  const reason = (title = m.reason()): FormField => ({ name: 'reason', label: title, kind: 'area' });

  function askReason(command: string, text: string | undefined, send: (why: string) => ReturnType<typeof run>, danger = false) {
    open(command, {
      ...(text ? { text } : {}),
      ...(danger ? { tone: 'danger' as const } : {}),
      fields: [reason()],
      run: async (v) => told(await send(v.text('reason')), said(command)),
    });
  }

  return { id, desk, project, currency, ours, theirs, team, meeting, open, direct, confirmed, attendees, sign, reason, askReason };
}
export type Tools = ReturnType<typeof toolsOf>;
/** A command with what is asked before it; the record is the one that the core names. */
export type Acts = Record<string, (record: string) => unknown>;
