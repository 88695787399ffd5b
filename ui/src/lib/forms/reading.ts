import { minorOf } from '$lib/amounts';
import { storeFile } from '$lib/api/files';
import { Refused, type Ran } from '$lib/api/rpc';
import { m } from '$lib/paraglide/messages.js';
import { told } from '$lib/undo';
import type { Values } from './forms.svelte';

/** Typed words as the core takes them. Whether they may be, the core says. */

/** A refusal of our own, shown at its field: what was typed cannot be read at all. */
export function refused(field: string, message: string): Refused {
  const fault = { path: field, code: 'typed', message };
  return new Refused({ kind: 'Invalid', code: 'typed', message, args: {}, fields: [fault] });
}
/** An amount in minor units; nothing typed is zero. */
export function amountOf(values: Values, name: string, currency: string): number {
  const minor = minorOf(values.text(name) || '0', currency);
  if (minor === null) throw refused(name, m.amount_not_read());
  return minor;
}
/** A whole number, or null when left empty. */
export function wholeOf(values: Values, name: string): number | null {
  const text = values.text(name);
  if (!text) return null;
  const number = Number(text);
  if (!Number.isInteger(number)) throw refused(name, m.number_not_read());
  return number;
}
/** The chosen file in the workspace's store; gives its id. */
export async function storedOf(values: Values, name: string): Promise<string> {
  const file = values.file(name);
  if (!file) throw refused(name, m.file_missing());
  return storeFile(file);
}
/** Sends what was changed in a form, and that alone; nothing where nothing was. */
export async function saved<T extends Record<string, unknown>>(
  values: Values,
  all: T,
  send: (change: Partial<T>) => Promise<Ran<unknown>>,
  text: string = m.saved(),
): Promise<void> {
  const change = values.only(all);
  if (Object.keys(change).length > 0) told(await send(change), text);
}
