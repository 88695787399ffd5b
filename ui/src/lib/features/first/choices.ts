import type { JobRun } from '$lib/api/jobs.svelte';
import type { Failure } from '$lib/api/rpc';
import { m } from '$lib/paraglide/messages.js';

/** What a first run may choose from, as the core says. */
export interface Choices {
  /** Where the first workspace would lie. */
  folder: string;
  demo: string;
  /** What this device would be called in a firm's list. */
  label: string;
  /** The folder was named by a person when the program was started. */
  is_named: boolean;
  countries: { code: string; zone: string | null; currency: string | null; has_states: boolean }[];
  states: { code: string; name: string }[];
  zones: string[];
  currencies: string[];
}

/** What the core says of a firm's copy whose database cannot be read (`workspace.copy_damaged`). */
export interface DamagedCopy {
  folder: string;
  url: string | null;
  email: string | null;
  waiting: number;
  unreadable: number;
  has_passphrase: boolean;
}

/** What each of the ways to a workspace is given. */
export interface WayProps {
  choices: Choices;
  job: JobRun;
  begin: (args: object) => void;
}

/** The State whose code a GSTIN begins with; none while it is no such code. */
export function stateOfNumber(number: string, states: Choices['states']): string | undefined {
  const code = number.trim().slice(0, 2);
  return states.find((state) => state.code === code)?.code;
}

/** The fields at which a refusal that names none belongs, by its code. */
const FIELD_OF: [start: string, field: string][] = [
  ['key.passphrase', 'passphrase'],
  ['workspace.folder_taken', 'folder'],
  ['storage.no_folder', 'folder'],
  ['storage.read_only', 'folder'],
  ['file.', 'file'],
  ['backup.', 'file'],
  ['sync.address', 'url'],
  ['sync.unreachable', 'url'],
  ['sync.no_server', 'url'],
];

/** What the core says about each field, and what it says about none of them. */
export function faultsOf(failure: Failure | undefined, shown: readonly string[]): { at: Record<string, string>; rest: string | undefined } {
  if (!failure) return { at: {}, rest: undefined };
  // The core's sentence speaks to the command line, too; here the field is right below.
  const said = failure.code === 'key.passphrase_needed' ? m.first_passphrase_needed() : failure.message;
  const at: Record<string, string> = {};
  for (const fault of failure.fields) at[fault.path] = fault.message;
  const field = FIELD_OF.find(([start]) => failure.code.startsWith(start))?.[1];
  if (field) at[field] = said;
  const isSaid = Object.keys(at).some((name) => shown.includes(name));
  return { at, rest: isSaid ? undefined : said };
}
