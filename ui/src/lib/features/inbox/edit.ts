import type { Values } from '$lib/forms/forms.svelte';
import { typedOf } from '$lib/amounts';
import { amountOf, refused } from '$lib/forms/reading';
import { m } from '$lib/paraglide/messages.js';

/** A word, number or yes-and-no of a command's arguments, as the core lists them. */
export interface ArgField {
  /** `fields.name`, `lines[1].qty` */
  path: string;
  label: string;
  kind: 'text' | 'number' | 'check' | 'money';
  value: string | number | boolean;
  /** Of money, whose value is in minor units. */
  currency?: string;
}

/** What the window calls a field elsewhere, too. */
const KNOWN: Record<string, () => string> = {
  name: m.lead_name,
  email: m.lead_email,
  phone: m.lead_phone,
  city: m.lead_city,
  company_name: m.lead_company,
  source: m.lead_source,
  language: m.lead_language,
};

/** A field as the form calls it. */
export function labelOf(field: ArgField): string {
  const known = KNOWN[field.path.split(/[.[\]]+/).filter(Boolean).at(-1) ?? ''];
  const label = known?.() ?? field.label.charAt(0).toUpperCase() + field.label.slice(1);
  return field.currency ? `${label} (${field.currency})` : label;
}

/** A value as it is typed into the form; amounts as people write them. */
export function typedValue({ kind, value, currency }: ArgField): string | boolean {
  if (kind === 'check') return value === true;
  return kind === 'money' && currency ? typedOf(Number(value), currency) : String(value);
}

/** Puts one value in its place. */
function put(args: unknown, path: string, value: unknown): void {
  const steps = path.split(/[.[\]]+/).filter(Boolean);
  const last = steps.pop();
  let at = args as Record<string, unknown>;
  for (const step of steps) at = at[step] as Record<string, unknown>;
  if (last !== undefined) at[last] = value;
}

/** The arguments with what was typed in the place of what was there; numbers stay numbers. */
export function changedArgs(args: unknown, fields: ArgField[], values: Values): unknown {
  const changed = structuredClone(args);
  for (const field of fields) {
    if (field.kind === 'check') put(changed, field.path, values.flag(field.path));
    else if (field.kind === 'text') put(changed, field.path, values.text(field.path));
    else if (field.kind === 'money') put(changed, field.path, amountOf(values, field.path, field.currency ?? ''));
    else {
      const number = Number(values.text(field.path).replaceAll(',', ''));
      if (values.text(field.path) === '' || !Number.isFinite(number)) throw refused(field.path, m.number_not_read());
      put(changed, field.path, number);
    }
  }
  return changed;
}
