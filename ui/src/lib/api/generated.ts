// Written by `cargo xtask gen` from the catalogue. Do not edit.

export type Id = string;
/**
 * An instant, RFC 3339.
 */
export type Timestamp = string;
/**
 * Who will read it.
 */
export type Audience = 'client' | 'internal';
/**
 * Which queue a lead is in.
 */
export type Category = 'fresh' | 'callback' | 'retry';
/**
 * How soon a lead wants calling.
 */
export type Priority = 'cold' | 'warm' | 'hot';
export type Date = string;
/**
 * The currencies that Netra can keep books in.
 */
export type Currency = 'INR' | 'GBP' | 'USD' | 'EUR' | 'AED' | 'SGD' | 'AUD' | 'CAD' | 'JPY';

export interface Catalogue {
  queries: Queries;
  commands: Commands;
}
export interface Queries {
  'person.list': {
    args: PersonList;
    view: People;
  };
  'person.me': {
    args: PersonMe;
    view: Me;
  };
  'role.list': {
    args: RoleList;
    view: Roles;
  };
  'setting.list': {
    args: SettingList;
    view: Settings;
  };
  'history.of': {
    args: HistoryOf;
    view: Entries;
  };
  'history.recent': {
    args: HistoryRecent;
    view: Entries;
  };
  'pack.list': {
    args: PackList;
    view: Packs;
  };
  'lead.list': {
    args: LeadList;
    view: LeadPage;
  };
  'lead.get': {
    args: LeadGet;
    view: LeadView;
  };
  'lead.find_duplicates': {
    args: LeadFindDuplicates;
    view: Duplicates;
  };
}
/**
 * Everybody in the workspace.
 */
export interface PersonList {}
export interface People {
  rows: Person[];
}
export interface Person {
  id: Id;
  name: string;
  email: string;
  languages: string[];
  is_active: boolean;
  /**
   * Keys of roles.
   */
  roles: string[];
}
/**
 * The person who asks, with what they may do.
 */
export interface PersonMe {}
export interface Me {
  id: Id;
  name: string;
  roles: string[];
  permissions: string[];
}
/**
 * The roles, and every permission with the roles that have it.
 */
export interface RoleList {}
export interface Roles {
  rows: Role[];
  permissions: PermissionRow[];
}
export interface Role {
  id: Id;
  key: string;
  title: string;
  is_builtin: boolean;
  permissions: string[];
  /**
   * How many active people have it.
   */
  people: number;
}
export interface PermissionRow {
  key: string;
  title: string;
}
/**
 * Every setting with its value.
 */
export interface SettingList {}
export interface Settings {
  rows: Setting[];
}
export interface Setting {
  key: string;
  value: unknown;
  /**
   * What a value may be, in words.
   */
  expected: string;
}
/**
 * The history of one row (a lead, a quote, a project, a person), newest first.
 */
export interface HistoryOf {
  id: Id;
  /**
   * Only entries before this sequence number (the next page).
   */
  before?: number | null;
  /**
   * At most this many (200 when not given).
   */
  limit?: number | null;
}
export interface Entries {
  rows: Entry[];
}
/**
 * One thing that somebody did.
 */
export interface Entry {
  seq: number;
  at: Timestamp;
  actor: Id;
  actor_name: string;
  command: Id;
  /**
   * The command's name (`lead.assign`).
   */
  name: string;
  /**
   * "Meera Iyer assigned Ananya Deshpande to Rohit."
   */
  sentence: string;
  /**
   * Values that changed in the asked-for row itself.
   */
  changes: Change[];
  /**
   * True when it was taken back later.
   */
  is_undone: boolean;
}
/**
 * One value, before and after.
 */
export interface Change {
  field: string;
  before: unknown;
  after: unknown;
}
/**
 * What happened lately in the whole workspace, newest first.
 */
export interface HistoryRecent {
  before?: number | null;
  limit?: number | null;
}
/**
 * The packs that were produced of one record, newest first.
 */
export interface PackList {
  subject: Id;
}
export interface Packs {
  rows: Pack[];
}
export interface Pack {
  id: Id;
  kind: string;
  audience: Audience;
  formats: string[];
  documents: number;
  failed: number;
  manifest_sha256: string;
  built_by: string;
  built_at: Timestamp;
}
/**
 * Leads that this person may see: newest first, or as the search finds them.
 */
export interface LeadList {
  /**
   * Words of name, company, e-mail, city (each the beginning of one), or the beginning of a
   * phone number.
   */
  text?: string | null;
  assigned_to?: Id | null;
  unassigned?: boolean;
  category?: Category | null;
  priority?: Priority | null;
  status?: string | null;
  source?: string | null;
  language?: string | null;
  city?: string | null;
  region?: string | null;
  campaign?: string | null;
  product_interest?: string | null;
  last_outcome?: string | null;
  import?: Id | null;
  created_from?: Date | null;
  created_to?: Date | null;
  archived?: boolean;
  /**
   * The last lead of the page before.
   */
  after?: Id | null;
  /**
   * At most this many (50 when not given, never more than 200).
   */
  limit?: number | null;
}
/**
 * A page of a list.
 */
export interface LeadPage {
  rows: LeadRow[];
  /**
   * Ask again with `after` set to this for the next page; None at the end.
   */
  next?: Id | null;
}
/**
 * A lead as lists and the queue show it.
 */
export interface LeadRow {
  id: Id;
  name: string;
  company_name: string;
  phone: string;
  phone_e164?: string | null;
  email?: string | null;
  source: string;
  language: string;
  city: string;
  region: string;
  campaign: string;
  product_interest: string;
  score: number;
  priority: Priority;
  /**
   * None: in no queue.
   */
  category?: Category | null;
  /**
   * `open`, `resting`, `converted`, `won` or `lost`.
   */
  status: string;
  is_interested: boolean;
  attempts: number;
  reached: number;
  due_at?: Timestamp | null;
  /**
   * The code of the last call's outcome.
   */
  last_outcome?: string | null;
  last_call_at?: Timestamp | null;
  is_dnd: boolean;
  is_consent_withdrawn: boolean;
  is_invalid_number: boolean;
  is_archived: boolean;
  assigned_to?: Id | null;
  assigned_name?: string | null;
  /**
   * Why nobody has it, when sharing out could not place it.
   */
  unassigned_reason: string;
  created_at: Timestamp;
  age_days: number;
}
/**
 * One lead with what is known of it and what happened to it.
 */
export interface LeadGet {
  lead: Id;
  /**
   * Entries of the timeline (50 when not given, never more than 500).
   */
  limit?: number | null;
}
/**
 * A lead as lists and the queue show it.
 */
export interface LeadView {
  id: Id;
  name: string;
  company_name: string;
  phone: string;
  phone_e164?: string | null;
  email?: string | null;
  source: string;
  language: string;
  city: string;
  region: string;
  campaign: string;
  product_interest: string;
  score: number;
  priority: Priority;
  /**
   * None: in no queue.
   */
  category?: Category | null;
  /**
   * `open`, `resting`, `converted`, `won` or `lost`.
   */
  status: string;
  is_interested: boolean;
  attempts: number;
  reached: number;
  due_at?: Timestamp | null;
  /**
   * The code of the last call's outcome.
   */
  last_outcome?: string | null;
  last_call_at?: Timestamp | null;
  is_dnd: boolean;
  is_consent_withdrawn: boolean;
  is_invalid_number: boolean;
  is_archived: boolean;
  assigned_to?: Id | null;
  assigned_name?: string | null;
  /**
   * Why nobody has it, when sharing out could not place it.
   */
  unassigned_reason: string;
  created_at: Timestamp;
  age_days: number;
  pin: string;
  note: string;
  zone?: string | null;
  /**
   * Why the score is what it is.
   */
  score_reasons: Reason[];
  import?: Id | null;
  company?: Id | null;
  duplicate_of?: Id | null;
  merged_into?: Id | null;
  timeline: Happened[];
}
/**
 * One reason for a score, with the points it gave.
 */
export interface Reason {
  /**
   * `source`, `engagement`, `profile` or `recency`.
   */
  key: string;
  points: number;
  at_most: number;
}
/**
 * One thing that happened.
 */
export interface Happened {
  at: Timestamp;
  /**
   * `call`, `note` or `assignment`.
   */
  kind: string;
  id: Id;
  /**
   * Who did it.
   */
  by: string;
  /**
   * The outcome of a call; how an assignment came about.
   */
  what: string;
  /**
   * The note; the reason.
   */
  text: string;
  /**
   * Seconds talked, of a call.
   */
  duration_s?: number | null;
  /**
   * To whom it was assigned.
   */
  to?: string | null;
}
/**
 * Leads that may be the same as this one.
 */
export interface LeadFindDuplicates {
  lead: Id;
}
export interface Duplicates {
  rows: Duplicate[];
}
/**
 * A lead as lists and the queue show it.
 */
export interface Duplicate {
  /**
   * `phone` and `email` are the same lead; `name_and_company` is only a suggestion.
   */
  by: string;
  id: Id;
  name: string;
  company_name: string;
  phone: string;
  phone_e164?: string | null;
  email?: string | null;
  source: string;
  language: string;
  city: string;
  region: string;
  campaign: string;
  product_interest: string;
  score: number;
  priority: Priority;
  /**
   * None: in no queue.
   */
  category?: Category | null;
  /**
   * `open`, `resting`, `converted`, `won` or `lost`.
   */
  status: string;
  is_interested: boolean;
  attempts: number;
  reached: number;
  due_at?: Timestamp | null;
  /**
   * The code of the last call's outcome.
   */
  last_outcome?: string | null;
  last_call_at?: Timestamp | null;
  is_dnd: boolean;
  is_consent_withdrawn: boolean;
  is_invalid_number: boolean;
  is_archived: boolean;
  assigned_to?: Id | null;
  assigned_name?: string | null;
  /**
   * Why nobody has it, when sharing out could not place it.
   */
  unassigned_reason: string;
  created_at: Timestamp;
  age_days: number;
}
export interface Commands {
  'workspace.create': {
    args: WorkspaceCreate;
    outcome: WorkspaceCreated;
  };
  'person.add': {
    args: PersonAdd;
    outcome: PersonAdded;
  };
  'person.update': {
    args: PersonUpdate;
    outcome: Nothing;
  };
  'person.set_roles': {
    args: PersonSetRoles;
    outcome: Nothing;
  };
  'person.set_status': {
    args: PersonSetStatus;
    outcome: Nothing;
  };
  'role.set_permissions': {
    args: RoleSetPermissions;
    outcome: Nothing;
  };
  'setting.set': {
    args: SettingSet;
    outcome: Nothing;
  };
  'file.add': {
    args: FileAdd;
    outcome: FileAdded;
  };
  undo: {
    args: Undo;
    outcome: Undone;
  };
  'pack.record': {
    args: PackRecord;
    outcome: PackRecorded;
  };
  'lead.create': {
    args: LeadCreate;
    outcome: LeadCreated;
  };
  'lead.update': {
    args: LeadUpdate;
    outcome: Nothing;
  };
  'lead.archive': {
    args: LeadArchive;
    outcome: Changed;
  };
  'lead.restore': {
    args: LeadRestore;
    outcome: Changed;
  };
  'lead.merge': {
    args: LeadMerge;
    outcome: Nothing;
  };
  'lead.set_dnd': {
    args: LeadSetDnd;
    outcome: Nothing;
  };
  'lead.withdraw_consent': {
    args: LeadWithdrawConsent;
    outcome: Nothing;
  };
  'lead.add_note': {
    args: LeadAddNote;
    outcome: NoteAdded;
  };
  'lead.set_follow_up': {
    args: LeadSetFollowUp;
    outcome: Nothing;
  };
}
/**
 * Makes the workspace: the firm, its owner, the built-in roles.
 */
export interface WorkspaceCreate {
  firm_name: string;
  owner_name: string;
  owner_email: string;
  /**
   * IANA zone, for example `Asia/Kolkata`.
   */
  zone: string;
  currency: Currency;
  tax: TaxState;
}
/**
 * Where the firm is taxed.
 */
export interface TaxState {
  /**
   * ISO 3166 country: `IN`, `GB` …
   */
  country: string;
  /**
   * India: the two-digit GST State code (`27`).
   */
  state_code?: string | null;
  /**
   * GSTIN or VAT number, when registered.
   */
  tax_number?: string | null;
}
export interface WorkspaceCreated {
  owner: Id;
}
/**
 * Adds a person with their roles.
 */
export interface PersonAdd {
  name: string;
  email: string;
  /**
   * Keys of roles: `telecaller`, `project_manager` …
   */
  roles: string[];
  /**
   * Languages spoken, as ISO 639 codes (`en`, `hi`, `mr`).
   */
  languages?: string[];
}
export interface PersonAdded {
  person: Id;
}
/**
 * Changes who a person is; their roles stay.
 */
export interface PersonUpdate {
  person: Id;
  name: string;
  email: string;
  languages?: string[];
}
/**
 * The outcome of a command that gives nothing back.
 */
export interface Nothing {}
/**
 * Makes a person's roles exactly these.
 */
export interface PersonSetRoles {
  person: Id;
  roles: string[];
}
/**
 * A suspended person keeps their history and can do nothing.
 */
export interface PersonSetStatus {
  person: Id;
  is_active: boolean;
}
/**
 * Makes a role's permissions exactly these. The owner's cannot be changed.
 */
export interface RoleSetPermissions {
  /**
   * The role's key.
   */
  role: string;
  permissions: string[];
}
/**
 * Changes one setting.
 */
export interface SettingSet {
  key: string;
  value: unknown;
}
/**
 * Records a file whose bytes have been stored.
 */
export interface FileAdd {
  /**
   * SHA-256 of the bytes, hexadecimal.
   */
  sha256: string;
  name: string;
  media_type: string;
  size_bytes: number;
}
export interface FileAdded {
  file: Id;
}
/**
 * Takes back a command (an assignment, an edit, a disposition …) when nothing was built on it.
 */
export interface Undo {
  /**
   * The id of the command, as `run` gave it.
   */
  command: string;
}
export interface Undone {
  /**
   * The name of the command that was taken back.
   */
  name: string;
}
/**
 * Records a pack that was produced.
 */
export interface PackRecord {
  /**
   * `project`, `quote` …
   */
  kind: string;
  /**
   * The project or quote.
   */
  subject: string;
  /**
   * How people call it.
   */
  title: string;
  audience: Audience;
  /**
   * `md`, `docx`, `pdf`.
   */
  formats: string[];
  documents: number;
  failed: number;
  /**
   * SHA-256 of `manifest.json`, hexadecimal.
   */
  manifest_sha256: string;
}
export interface PackRecorded {
  pack: Id;
}
/**
 * Adds a lead. Who may not share leads out gets it themselves.
 */
export interface LeadCreate {
  name: string;
  company_name?: string;
  /**
   * As it is written; without a country code it is of the workspace's country.
   */
  phone?: string;
  email?: string;
  source?: string;
  /**
   * ISO 639 code (`hi`) or the language's English name.
   */
  language?: string;
  city?: string;
  region?: string;
  pin?: string;
  campaign?: string;
  product_interest?: string;
  note?: string;
  /**
   * IANA zone, when it is not the workspace's.
   */
  zone?: string | null;
  /**
   * Adds it even when its number (or, without one, its e-mail) is there already, and links it.
   */
  keep_both?: boolean;
}
export interface LeadCreated {
  lead: Id;
}
/**
 * Changes the given fields of a lead; the others stay.
 */
export interface LeadUpdate {
  lead: Id;
  name?: string | null;
  company_name?: string | null;
  phone?: string | null;
  email?: string | null;
  source?: string | null;
  language?: string | null;
  city?: string | null;
  region?: string | null;
  pin?: string | null;
  campaign?: string | null;
  product_interest?: string | null;
  note?: string | null;
  /**
   * IANA zone; an empty text means the workspace's.
   */
  zone?: string | null;
}
/**
 * Archives one or many leads.
 */
export interface LeadArchive {
  leads: Id[];
}
/**
 * How many leads a command changed.
 */
export interface Changed {
  changed: number;
}
/**
 * Restores one or many archived leads.
 */
export interface LeadRestore {
  leads: Id[];
}
/**
 * Moves everything of `merge` to `keep`, fills what `keep` lacks, and archives `merge`.
 */
export interface LeadMerge {
  keep: Id;
  merge: Id;
}
/**
 * Marks a lead as not to be disturbed, or takes the mark away (a manager's right).
 */
export interface LeadSetDnd {
  lead: Id;
  is_dnd: boolean;
  reason: string;
}
/**
 * Records that a lead withdrew their consent to be contacted.
 */
export interface LeadWithdrawConsent {
  lead: Id;
  /**
   * How they said so.
   */
  reason: string;
}
/**
 * Adds a note to a lead.
 */
export interface LeadAddNote {
  lead: Id;
  body: string;
}
export interface NoteAdded {
  note: Id;
}
/**
 * Promises a call at a time (it rolls into calling hours), or takes the promise away.
 */
export interface LeadSetFollowUp {
  lead: Id;
  at?: Timestamp | null;
}

/** The tables each query depends on: when one changes, it is asked again. */
export const QUERY_READS: Record<keyof Queries, readonly string[]> = {
  'person.list': ["people","person_roles","roles"],
  'person.me': ["people","person_roles","roles","role_permissions"],
  'role.list': ["roles","role_permissions","person_roles","people"],
  'setting.list': ["settings"],
  'history.of': ["journal"],
  'history.recent': ["journal"],
  'pack.list': ["packs","people"],
  'lead.list': ["leads","people"],
  'lead.get': ["leads","calls","lead_notes","lead_assignments","people"],
  'lead.find_duplicates': ["leads"],
};
