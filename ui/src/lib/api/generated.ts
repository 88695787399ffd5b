// Written by `cargo xtask gen` from the catalogue. Do not edit.

export type Id = string;
/**
 * An instant, RFC 3339.
 */
export type Timestamp = string;
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

/** The tables each query depends on: when one changes, it is asked again. */
export const QUERY_READS: Record<keyof Queries, readonly string[]> = {
  'person.list': ["people","person_roles","roles"],
  'person.me': ["people","person_roles","roles","role_permissions"],
  'role.list': ["roles","role_permissions","person_roles","people"],
  'setting.list': ["settings"],
  'history.of': ["journal"],
  'history.recent': ["journal"],
};
