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
export type Date = string;
/**
 * When an instalment falls due.
 */
export type DueRule = 'on_date' | 'on_agreement' | 'on_milestone';
/**
 * Where an instalment stands.
 */
export type InstalmentState = ('part_paid' | 'paid') | 'planned' | 'due' | 'waived';
/**
 * Where a payment stands: `recorded → verified | rejected`.
 */
export type State = 'recorded' | 'verified' | 'rejected';
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
/**
 * How the money came.
 */
export type Mode = 'bank_transfer' | 'upi' | 'card' | 'cheque' | 'cash' | 'other';

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
  'company.list': {
    args: CompanyList;
    view: Companies;
  };
  'company.get': {
    args: CompanyGet;
    view: CompanyView;
  };
  'contact.list': {
    args: ContactList;
    view: Contacts;
  };
  'deal.stages': {
    args: DealStages;
    view: Stages;
  };
  'deal.list': {
    args: DealList;
    view: Deals;
  };
  'deal.get': {
    args: DealGet;
    view: DealRow;
  };
  'agreement.list': {
    args: AgreementList;
    view: Agreements;
  };
  'agreement.get': {
    args: AgreementGet;
    view: AgreementView;
  };
  'payment.list': {
    args: PaymentList;
    view: Payments;
  };
  'payment.reminders_due': {
    args: PaymentRemindersDue;
    view: Reminders;
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
 * Companies by name.
 */
export interface CompanyList {
  /**
   * Part of the name or tax number.
   */
  search?: string;
  with_archived?: boolean;
  /**
   * At most this many (500 when not given).
   */
  limit?: number | null;
}
export interface Companies {
  rows: CompanyRow[];
}
/**
 * One company.
 */
export interface CompanyRow {
  id: Id;
  name: string;
  tax_number?: string | null;
  country: string;
  state_code?: string | null;
  is_sez: boolean;
  address: string;
  owner: Id;
  reminders_paused: boolean;
  created_at: Timestamp;
  is_archived: boolean;
}
/**
 * One company with its people.
 */
export interface CompanyGet {
  company: Id;
}
export interface CompanyView {
  company: CompanyRow;
  owner_name: string;
  /**
   * India: the State's name.
   */
  state_name?: string | null;
  contacts: ContactRow[];
}
/**
 * One contact.
 */
export interface ContactRow {
  id: Id;
  company: Id;
  name: string;
  title: string;
  email?: string | null;
  phone?: string | null;
}
/**
 * The people of one company, or of all.
 */
export interface ContactList {
  company?: Id | null;
}
export interface Contacts {
  rows: ContactRow[];
}
/**
 * The stages of the pipeline in their order.
 */
export interface DealStages {}
export interface Stages {
  rows: StageRow[];
}
export interface StageRow {
  key: string;
  title: string;
  /**
   * `open`, `won` or `lost`.
   */
  kind: string;
  probability_percent: number;
}
/**
 * Deals, newest first.
 */
export interface DealList {
  /**
   * Key of a stage.
   */
  stage?: string | null;
  company?: Id | null;
  limit?: number | null;
}
export interface Deals {
  rows: DealRow[];
}
/**
 * One deal.
 */
export interface DealRow {
  id: Id;
  title: string;
  company: Id;
  company_name: string;
  contact?: Id | null;
  lead?: Id | null;
  /**
   * Key of the stage.
   */
  stage: string;
  stage_title: string;
  stage_kind: string;
  stage_since: Timestamp;
  owner: Id;
  owner_name: string;
  value: Money;
  expected_close_on?: Date | null;
  lost_reason: string;
  created_at: Timestamp;
}
/**
 * An amount in whole minor units (paise, pence) of a currency.
 */
export interface Money {
  minor: number;
  currency: Currency;
}
/**
 * One deal.
 */
export interface DealGet {
  deal: Id;
}
/**
 * Agreements, newest first.
 */
export interface AgreementList {
  company?: Id | null;
  limit?: number | null;
}
export interface Agreements {
  rows: AgreementRow[];
}
/**
 * One agreement.
 */
export interface AgreementRow {
  id: Id;
  number: string;
  title: string;
  company: Id;
  company_name: string;
  deal?: Id | null;
  quote_version?: Id | null;
  plan: Id;
  sow: Id;
  owner: Id;
  owner_name: string;
  signed_on: Date;
  signed_by: string;
  evidence: Id;
  created_at: Timestamp;
  start_on: Date;
  tenure_months: number;
  meetings_promised: number;
  net: Money;
  tax: Money;
  total: Money;
}
/**
 * One agreement with its plan and statement of work.
 */
export interface AgreementGet {
  agreement: Id;
}
export interface AgreementView {
  agreement: AgreementRow;
  instalments: InstalmentRow[];
  sow_items: SowItemRow[];
  received: Money5;
  tds: Money;
  open: Money;
}
/**
 * One instalment as it is shown.
 */
export interface InstalmentRow {
  id: Id;
  number: number;
  title: string;
  amount: Money;
  due_rule: DueRule;
  due_days: number;
  milestone?: Id | null;
  /**
   * None while the event that makes it due has not happened.
   */
  due_on?: Date | null;
  received: Money1;
  tds: Money2;
  open: Money3;
  verified: Money4;
  state: InstalmentState;
  is_overdue: boolean;
}
/**
 * An amount in whole minor units (paise, pence) of a currency.
 */
export interface Money1 {
  minor: number;
  currency: Currency;
}
/**
 * An amount in whole minor units (paise, pence) of a currency.
 */
export interface Money2 {
  minor: number;
  currency: Currency;
}
/**
 * An amount in whole minor units (paise, pence) of a currency.
 */
export interface Money3 {
  minor: number;
  currency: Currency;
}
/**
 * An amount in whole minor units (paise, pence) of a currency.
 */
export interface Money4 {
  minor: number;
  currency: Currency;
}
/**
 * One line of work.
 */
export interface SowItemRow {
  id: Id;
  position: number;
  title: string;
  description: string;
  category: string;
  state: string;
}
/**
 * An amount in whole minor units (paise, pence) of a currency.
 */
export interface Money5 {
  minor: number;
  currency: Currency;
}
/**
 * Payments of one agreement, or of every agreement that one may see.
 */
export interface PaymentList {
  agreement?: Id | null;
}
export interface Payments {
  rows: PaymentRow[];
}
/**
 * One payment; a reversal's amounts are negative.
 */
export interface PaymentRow {
  id: Id;
  agreement: Id;
  instalment: Id;
  instalment_number: number;
  amount: Money6;
  tds: Money7;
  received_on: Date;
  mode: string;
  reference: string;
  state: State;
  recorded_by: Id;
  recorded_at: Timestamp;
  decided_by?: Id | null;
  reason: string;
  /**
   * The payment that this row takes back.
   */
  reverses?: Id | null;
  is_reversed: boolean;
  receipt_number?: string | null;
}
/**
 * An amount in whole minor units (paise, pence) of a currency.
 */
export interface Money6 {
  minor: number;
  currency: Currency;
}
/**
 * An amount in whole minor units (paise, pence) of a currency.
 */
export interface Money7 {
  minor: number;
  currency: Currency;
}
/**
 * Which instalments to remind of on a day: T−3, T, T+3, T+7, T+15, then weekly, as long as
 * something is open and the client's reminders do not rest.
 */
export interface PaymentRemindersDue {
  /**
   * Today when not given.
   */
  on?: Date | null;
}
export interface Reminders {
  rows: Reminder[];
}
/**
 * One reminder that goes out.
 */
export interface Reminder {
  agreement: Id;
  agreement_number: string;
  company: Id;
  company_name: string;
  instalment: Id;
  instalment_number: number;
  title: string;
  due_on: Date;
  /**
   * Negative before the day.
   */
  days_after_due: number;
  open: Money;
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
  'company.create': {
    args: CompanyCreate;
    outcome: CompanyCreated;
  };
  'company.update': {
    args: CompanyUpdate;
    outcome: Nothing;
  };
  'company.archive': {
    args: CompanyArchive;
    outcome: Nothing;
  };
  'company.restore': {
    args: CompanyRestore;
    outcome: Nothing;
  };
  'contact.create': {
    args: ContactCreate;
    outcome: ContactCreated;
  };
  'contact.update': {
    args: ContactUpdate;
    outcome: Nothing;
  };
  'deal.create': {
    args: DealCreate;
    outcome: DealCreated;
  };
  'deal.create_from_lead': {
    args: DealCreateFromLead;
    outcome: DealOfLead;
  };
  'deal.move': {
    args: DealMove;
    outcome: Nothing;
  };
  'payment.record': {
    args: PaymentRecord;
    outcome: PaymentRecorded;
  };
  'payment.verify': {
    args: PaymentVerify;
    outcome: PaymentVerified;
  };
  'payment.reject': {
    args: PaymentReject;
    outcome: Nothing;
  };
  'payment.reverse': {
    args: PaymentReverse;
    outcome: PaymentReversed;
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
 * Adds a company; it belongs to whoever adds it.
 */
export interface CompanyCreate {
  name: string;
  /**
   * GSTIN in India, VAT number in the United Kingdom; checked.
   */
  tax_number?: string | null;
  /**
   * ISO 3166 country; the workspace's own when not given.
   */
  country?: string | null;
  /**
   * India: the two-digit GST State code; follows from the GSTIN when there is one.
   */
  state_code?: string | null;
  /**
   * India: in a special economic zone.
   */
  is_sez?: boolean;
  address?: string;
}
export interface CompanyCreated {
  company: Id;
}
/**
 * Changes a company's details; what is not given stays as it is.
 */
export interface CompanyUpdate {
  company: Id;
  name?: string | null;
  /**
   * Empty text takes the number away.
   */
  tax_number?: string | null;
  country?: string | null;
  state_code?: string | null;
  is_sez?: boolean | null;
  address?: string | null;
  /**
   * Whose client it is.
   */
  owner?: Id | null;
  /**
   * True: payment reminders rest for this client.
   */
  reminders_paused?: boolean | null;
}
/**
 * Takes a company out of the lists.
 */
export interface CompanyArchive {
  company: Id;
}
/**
 * Brings an archived company back.
 */
export interface CompanyRestore {
  company: Id;
}
/**
 * Adds a person to a company.
 */
export interface ContactCreate {
  company: Id;
  name: string;
  /**
   * What they do there ("Head of purchasing").
   */
  title?: string;
  email?: string | null;
  phone?: string | null;
}
export interface ContactCreated {
  contact: Id;
}
/**
 * Changes a contact's details; what is not given stays as it is, empty text takes it away.
 */
export interface ContactUpdate {
  contact: Id;
  name?: string | null;
  title?: string | null;
  email?: string | null;
  phone?: string | null;
}
/**
 * Adds a deal at the start of the pipeline; it belongs to whoever adds it.
 */
export interface DealCreate {
  title: string;
  company: Id;
  contact?: Id | null;
  /**
   * What it may be worth, in minor units of the workspace's currency.
   */
  value_minor?: number;
  expected_close_on?: Date | null;
}
export interface DealCreated {
  deal: Id;
}
/**
 * Turns a lead into a deal. Without `company` a new one is made from the lead.
 */
export interface DealCreateFromLead {
  lead: Id;
  /**
   * The company when it is a client already.
   */
  company?: Id | null;
  /**
   * Name of the new company; the lead's own when not given.
   */
  company_name?: string | null;
  tax_number?: string | null;
  state_code?: string | null;
  /**
   * The deal's title; made from the company's name when not given.
   */
  title?: string | null;
  value_minor?: number;
  expected_close_on?: Date | null;
}
export interface DealOfLead {
  deal: Id;
  company: Id;
  contact: Id;
}
/**
 * Moves a deal. Losing it needs a reason; winning it is the accepted quote's doing.
 */
export interface DealMove {
  deal: Id;
  /**
   * Key of a stage (`qualified`).
   */
  stage: string;
  reason?: string;
}
/**
 * Records a payment; somebody verifies it after.
 */
export interface PaymentRecord {
  instalment: Id;
  /**
   * What reached the bank, in minor units.
   */
  amount_minor: number;
  /**
   * Tax that the client withheld, in minor units: settles the instalment like money.
   */
  tds_minor?: number;
  /**
   * The day it came in; today when not given.
   */
  received_on?: Date | null;
  mode: Mode;
  /**
   * The bank's or the exchange's reference of the transaction.
   */
  reference: string;
}
export interface PaymentRecorded {
  payment: Id;
  open: Money8;
}
/**
 * An amount in whole minor units (paise, pence) of a currency.
 */
export interface Money8 {
  minor: number;
  currency: Currency;
}
/**
 * Verifies a recorded payment.
 */
export interface PaymentVerify {
  payment: Id;
}
export interface PaymentVerified {
  /**
   * The receipt's number.
   */
  receipt: string;
}
/**
 * Rejects a recorded payment, with the reason.
 */
export interface PaymentReject {
  payment: Id;
  reason: string;
}
/**
 * Reverses a verified payment (typed wrongly, bounced, refunded), with the reason.
 */
export interface PaymentReverse {
  payment: Id;
  reason: string;
}
export interface PaymentReversed {
  /**
   * The reversing row.
   */
  payment: string;
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
  'company.list': ["companies"],
  'company.get': ["companies","contacts","people"],
  'contact.list': ["contacts"],
  'deal.stages': ["deal_stages"],
  'deal.list': ["deals","deal_stages","companies","people"],
  'deal.get': ["deals","deal_stages","companies","people"],
  'agreement.list': ["agreements","companies","people","pricing_plans","kickoff_requests","projects"],
  'agreement.get': ["agreements","companies","people","pricing_plans","instalments","payments","signoffs","sow_items","kickoff_requests","projects"],
  'payment.list': ["payments","instalments","agreements","receipts","kickoff_requests","projects"],
  'payment.reminders_due': ["payments","instalments","agreements","companies","signoffs"],
  'pack.list': ["packs","people"],
  'lead.list': ["leads","people"],
  'lead.get': ["leads","calls","lead_notes","lead_assignments","people"],
  'lead.find_duplicates': ["leads"],
};
