// Written by `cargo xtask gen` from the catalogue. Do not edit.

export type Id = string;
/**
 * A page of what to look at first.
 */
export type HomePart = 'monday' | 'caller' | 'sales' | 'money' | 'admin';
export type PackKind = 'project' | 'quote';
/**
 * An instant, RFC 3339.
 */
export type Timestamp = string;
export type Date = string;
/**
 * The currencies that Netra can keep books in.
 */
export type Currency = 'INR' | 'GBP' | 'USD' | 'EUR' | 'AED' | 'SGD' | 'AUD' | 'CAD' | 'JPY';
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
 * The few kinds of refusal; the command line's exit codes and HTTP's statuses follow from them.
 */
export type Kind =
  'invalid' | 'not_found' | 'conflict' | 'forbidden' | 'not_now' | 'offline' | 'incompatible' | 'internal';
/**
 * What a rate means.
 */
export type RateKind = 'taxable' | 'zero' | 'exempt' | 'ended';
/**
 * Where a quote, or one of its sent versions, stands.
 */
export type State2 =
  'draft' | 'in_review' | 'approved' | 'sent' | 'viewed' | 'accepted' | 'declined' | 'expired' | 'superseded';
/**
 * Whose tax law is ours.
 */
export type Regime = 'gst' | 'vat' | 'none';
/**
 * How a supply is taxed.
 */
export type Treatment =
  'vat' | 'within_state' | 'within_territory' | 'across_states' | 'zero_rated_sez' | 'zero_rated_export' | 'untaxed';
/**
 * Where amounts are rounded.
 */
export type Rounding = 'line' | 'document';
/**
 * What a line is.
 */
export type LineKind = 'goods' | 'service' | 'labour' | 'hire' | 'hosting' | 'travel';
/**
 * Whether a line is in the total.
 */
export type Inclusion = 'included' | 'optional' | 'alternative';
/**
 * One of three offers in one quote.
 */
export type Tier = 'basic' | 'standard' | 'premium';
/**
 * One part of a tax.
 */
export type Component = 'cgst' | 'sgst' | 'utgst' | 'igst' | 'vat';
/**
 * How a version was handed to the client. The program delivers nothing itself: this is what whoever
 * sent it says.
 */
export type Way = 'email' | 'messenger' | 'in_person' | 'post' | 'other';
/**
 * What happened to a thing.
 */
export type DifferenceKind = 'added' | 'removed' | 'changed';
export type InvoiceState = 'draft' | 'issued' | 'cancelled';
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
 * A column that leads can be put in order by.
 */
export type Order = ('name' | 'company' | 'city' | 'source' | 'last_call' | 'created') | 'priority';
/**
 * The fields that have few values.
 */
export type FacetField = 'source' | 'campaign' | 'language' | 'city';
/**
 * What becomes of a row whose lead is there already.
 */
export type Policy = 'skip' | 'update_empty' | 'update_all' | 'keep_both';
/**
 * A field that a column can fill.
 */
export type Field =
  | (
      | 'name'
      | 'company_name'
      | 'phone'
      | 'email'
      | 'source'
      | 'language'
      | 'city'
      | 'region'
      | 'pin'
      | 'campaign'
      | 'product_interest'
      | 'note'
    )
  | 'created_on';
/**
 * What a rule may look at.
 */
export type Subject = 'source' | 'language' | 'city' | 'region' | 'pin' | 'campaign' | 'product_interest' | 'score';
/**
 * How one of the pool is chosen.
 */
export type Method = 'round_robin' | 'least_loaded' | 'weighted' | 'skill' | 'random';
/**
 * A call's way.
 */
export type State3 = 'dialling' | 'ringing' | 'connected' | 'ended';
/**
 * What an outcome sets in motion.
 */
export type FollowUp =
  | ('none' | 'invalid_number' | 'do_not_disturb')
  | 'interested'
  | 'nurture'
  | 'callback'
  | 'retry'
  | 'language'
  | 'escalate';
/**
 * Where a request stands; `accepted` means converted into a project.
 */
export type KickoffState = 'pending' | 'returned' | 'accepted' | 'rejected';
/**
 * Where a project is.
 */
export type Stage = 'setup' | 'executing' | 'closing' | 'completed' | 'archived' | 'on_hold' | 'cancelled';
export type Colour = 'green' | 'amber' | 'red';
export type Phase = 'hand_over' | 'set_up' | 'execution' | 'closure';
/**
 * Where a step stands.
 */
export type StepState = ('done' | 'waiting') | 'now' | 'not_needed';
/**
 * Where an instalment stands.
 */
export type MoneyState = 'planned' | 'due' | 'part_paid' | 'overdue' | 'paid' | 'waived';
/**
 * A document of a project, by the name of its template.
 */
export type DocumentKind =
  | 'kickoff_brief'
  | 'minutes'
  | 'milestone_acceptance'
  | 'project_summary'
  | 'payment_statement'
  | 'completion_certificate';
export type StaffingState = 'requested' | 'approved' | 'declined' | 'assigned';
export type MeetingKind = 'kickoff' | 'consulting' | 'review' | 'steering';
/**
 * What is stored; `delivered` is derived.
 */
export type MeetingState = 'planned' | 'held' | 'cancelled';
export type MilestoneState = 'planned' | 'in_progress' | 'submitted' | 'signed_off';
export type ItemState = 'not_started' | 'in_progress' | 'ready_for_review' | 'consented' | 'implemented' | 'dropped';
export type DeliverableState = 'draft' | 'submitted' | 'changes_requested' | 'accepted';
/**
 * What can be signed.
 */
export type Subject2 = 'sow_item' | 'milestone' | 'deliverable' | 'project';
/**
 * How the client signed.
 */
export type How = 'portal' | 'in_person' | 'uploaded';
export type ChangeState = 'draft' | 'submitted' | 'client_approved' | 'declined' | 'applied';
/**
 * One wanted alteration of the plan.
 */
export type ChangeLine =
  | {
      kind: 'add_item';
      title: string;
      description?: string;
      category?: string;
      /**
       * The open milestone that it joins.
       */
      milestone?: Id | null;
    }
  | {
      kind: 'drop_item';
      item: Id;
    }
  | {
      kind: 'end_date';
      end_on: Date;
    }
  | {
      kind: 'meetings';
      promised: number;
    }
  | {
      kind: 'instalment_amount';
      instalment: Id;
      amount_minor: number;
    }
  | {
      kind: 'add_instalment';
      title: string;
      amount_minor: number;
      due_on: Date;
    }
  | {
      kind: 'instalment_due';
      instalment: Id;
      due_on: Date;
    }
  | {
      kind: 'waive_instalment';
      instalment: Id;
    };
export type Period = 'weekly' | 'monthly';
export type ReportState = 'draft' | 'sent';
/**
 * A detail that a deal can do without.
 */
export type Clearable = 'contact' | 'expected_close_on';
/**
 * How the money came.
 */
export type Mode = 'bank_transfer' | 'upi' | 'card' | 'cheque' | 'cash' | 'other';
/**
 * Why a call ended.
 */
export type EndCause = 'busy' | 'no_answer' | 'unreachable' | 'failed' | 'hung_up' | 'dropped' | 'cancelled';

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
  'setting.choices': {
    args: SettingChoices;
    view: Choices;
  };
  'numbering.series': {
    args: NumberingSeries;
    view: AllSeries;
  };
  'file.get': {
    args: FileGet;
    view: FileView;
  };
  'home.monday': {
    args: HomeMonday;
    view: Monday;
  };
  'home.sales': {
    args: HomeSales;
    view: SalesHome;
  };
  'home.money': {
    args: HomeMoney;
    view: MoneyHome;
  };
  'home.admin': {
    args: HomeAdmin;
    view: AdminHome;
  };
  'history.of': {
    args: HistoryOf;
    view: Entries;
  };
  'history.recent': {
    args: HistoryRecent;
    view: Entries;
  };
  'history.news': {
    args: HistoryNews;
    view: News;
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
  'contact.get': {
    args: ContactGet;
    view: ContactView;
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
    view: DealView;
  };
  'deal.board': {
    args: DealBoard;
    view: Board;
  };
  'tax.rates': {
    args: TaxRates;
    view: Rates;
  };
  'quote.list': {
    args: QuoteList;
    view: Quotes;
  };
  'quote.get': {
    args: QuoteGet;
    view: QuoteView;
  };
  'quote.versions': {
    args: QuoteVersions;
    view: Versions;
  };
  'quote.version': {
    args: QuoteVersion;
    view: VersionView;
  };
  'quote.diff': {
    args: QuoteDiff;
    view: Differences;
  };
  'quote.verify': {
    args: QuoteVerify;
    view: Verified;
  };
  'quote.document': {
    args: QuoteDocument;
    view: DocumentFields;
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
  'payment.due': {
    args: PaymentDue;
    view: Dues;
  };
  'payment.reminders_due': {
    args: PaymentRemindersDue;
    view: Reminders;
  };
  'invoice.list': {
    args: InvoiceList;
    view: Invoices;
  };
  'invoice.get': {
    args: InvoiceGet;
    view: InvoiceView;
  };
  'reminder.list': {
    args: ReminderList;
    view: ReminderRows;
  };
  'schedule.due': {
    args: ScheduleDue;
    view: ScheduleState;
  };
  'payment.statement': {
    args: PaymentStatement;
    view: DocumentFields;
  };
  'payment.receipt': {
    args: PaymentReceipt;
    view: DocumentFields;
  };
  'pack.list': {
    args: PackList;
    view: Packs;
  };
  'pack.contents': {
    args: PackContents;
    view: Contents;
  };
  'pack.known': {
    args: PackKnown;
    view: KnownPack;
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
  'lead.facets': {
    args: LeadFacets;
    view: Facets;
  };
  'import.list': {
    args: ImportList;
    view: Imports;
  };
  'import.get': {
    args: ImportGet;
    view: ImportView;
  };
  'import.rejects': {
    args: ImportRejects;
    view: Rejects;
  };
  'import.kept': {
    args: ImportKept;
    view: KeptLeads;
  };
  'import.match': {
    args: ImportMatch;
    view: Matched;
  };
  'import.check': {
    args: ImportCheck;
    view: Checked;
  };
  'assignment.rules': {
    args: AssignmentRules;
    view: Rules;
  };
  'assignment.simulate': {
    args: AssignmentSimulate;
    view: Simulated;
  };
  'caller.list': {
    args: CallerList;
    view: Callers;
  };
  'queue.next': {
    args: QueueNext;
    view: NextLead;
  };
  'queue.list': {
    args: QueueList;
    view: QueuePage;
  };
  'queue.counters': {
    args: QueueCounters;
    view: Counters;
  };
  'queue.callbacks': {
    args: QueueCallbacks;
    view: LeadPage;
  };
  'queue.no_next_step': {
    args: QueueNoNextStep;
    view: LeadPage;
  };
  'queue.resting': {
    args: QueueResting;
    view: LeadPage;
  };
  'queue.unassigned': {
    args: QueueUnassigned;
    view: LeadPage;
  };
  'call.list': {
    args: CallList;
    view: Calls;
  };
  'call.current': {
    args: CallCurrent;
    view: Current;
  };
  'call.today': {
    args: CallToday;
    view: Today;
  };
  'disposition.list': {
    args: DispositionList;
    view: Dispositions;
  };
  'kickoff.inbox': {
    args: KickoffInbox;
    view: Inbox;
  };
  'kickoff.managers': {
    args: KickoffManagers;
    view: Managers;
  };
  'project.list': {
    args: ProjectList;
    view: Projects;
  };
  'project.get': {
    args: ProjectGet;
    view: ProjectView;
  };
  'project.completion_check': {
    args: ProjectCompletionCheck;
    view: CompletionCheck;
  };
  'project.way': {
    args: ProjectWay;
    view: Act;
  };
  'project.document': {
    args: ProjectDocument;
    view: DocumentData;
  };
  'staffing.board': {
    args: StaffingBoard;
    view: Board2;
  };
  'meeting.list': {
    args: MeetingList;
    view: Meetings;
  };
  'milestone.list': {
    args: MilestoneList;
    view: Milestones;
  };
  'sow_item.list': {
    args: SowItemList;
    view: SowItems;
  };
  'deliverable.list': {
    args: DeliverableList;
    view: Deliverables;
  };
  'signoff.list': {
    args: SignoffList;
    view: Signoffs;
  };
  'change.list': {
    args: ChangeList;
    view: Changes;
  };
  'report.list': {
    args: ReportList;
    view: Reports;
  };
  'feedback.list': {
    args: FeedbackList;
    view: Feedbacks;
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
  /**
   * The places of the window that are theirs, in order.
   */
  places: string[];
  /**
   * Where their day begins, and their other homes.
   */
  homes: HomePart[];
  /**
   * Of what they may build packs.
   */
  packs: PackKind[];
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
 * Every setting with its value; internal ones only for whoever may read them.
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
 * Countries, Indian States, time zones and currencies.
 */
export interface SettingChoices {}
export interface Choices {
  /**
   * Two letters; first those whose tax the program knows.
   */
  countries: string[];
  states: StateChoice[];
  zones: string[];
  currencies: string[];
}
/**
 * A State of India, by its GST code.
 */
export interface StateChoice {
  code: string;
  name: string;
}
/**
 * Every series, the newest year first.
 */
export interface NumberingSeries {}
export interface AllSeries {
  rows: SeriesRow[];
  /**
   * Numbers that were given and are on no document. There should be none.
   */
  gaps: string[];
}
/**
 * One device's series of one kind in one financial year.
 */
export interface SeriesRow {
  /**
   * `quote`, `agreement`, `receipt` or `invoice`.
   */
  kind: string;
  /**
   * The device's code.
   */
  code: string;
  /**
   * `26-27`.
   */
  year: string;
  given: number;
  /**
   * The number that was given last, as it stands on the document.
   */
  last: string;
}
/**
 * What a stored file is, for whoever may have its bytes (the workspace hands them out).
 */
export interface FileGet {
  file: Id;
}
/**
 * What is known of a stored file.
 */
export interface FileView {
  id: Id;
  /**
   * SHA-256 of the bytes, hexadecimal.
   */
  sha256: string;
  name: string;
  media_type: string;
  size_bytes: number;
  added_by: Id;
  added_at: Timestamp;
  /**
   * The records it is attached to, as far as this person may see them.
   */
  attached_to: Attachment[];
}
/**
 * What a file is attached to.
 */
export interface Attachment {
  /**
   * `agreement`, `meeting`, `deliverable`, `signoff`, `change_request` or `payment`.
   */
  kind: string;
  /**
   * The record's id.
   */
  id: string;
}
/**
 * A project manager's Monday: own projects, or every project for whoever may see all.
 */
export interface HomeMonday {
  /**
   * Only this manager's projects.
   */
  pm?: Id | null;
}
export interface Monday {
  /**
   * The last Friday before today: where 'what happened' begins.
   */
  since: string;
  /**
   * Projects that are set up, executed or closed at present.
   */
  projects: number;
  /**
   * Kickoff requests that wait for the person who asks.
   */
  kickoffs: number;
  /**
   * Their day has passed, the longest ago first.
   */
  late: Task[];
  /**
   * Today and the next seven days.
   */
  due: Task[];
  /**
   * What stands still until somebody else does their part, the longest first.
   */
  waiting: Waiting[];
  /**
   * Instalments that are due or will be within seven days; none for whoever may not see
   * payments.
   */
  money?: MoneyDue[] | null;
  /**
   * Nothing was done about them for `projects.stale_after_days`.
   */
  stale: Stale[];
  /**
   * The newest first, at most forty.
   */
  happened: Happened[];
}
/**
 * Something with a day.
 */
export interface Task {
  project: Id;
  project_name: string;
  /**
   * `project`, `milestone`, `sow_item`, `meeting`, `action`, `deliverable`, `instalment`.
   */
  kind: string;
  id: Id;
  title: string;
  due_on: Date;
  /**
   * How long ago; negative when still to come.
   */
  days: number;
  /**
   * The command that moves it.
   */
  command: string;
}
/**
 * Something that somebody else has to do.
 */
export interface Waiting {
  project: Id;
  project_name: string;
  /**
   * `staffing`, `milestone`, `sow_item`, `deliverable`, `change`, `payment`.
   */
  kind: string;
  id: Id;
  title: string;
  /**
   * The step of the 25 that stands still; None for a change request.
   */
  step?: number | null;
  waiting_on: string[];
  command: string;
  /**
   * None where the moment is not recorded.
   */
  since?: Timestamp | null;
  days?: number | null;
}
export interface MoneyDue {
  project: Id;
  project_name: string;
  instalment: Id;
  number: number;
  title: string;
  due_on: Date;
  /**
   * How long ago; negative when still to come.
   */
  days: number;
  open: Money;
}
/**
 * An amount in whole minor units (paise, pence) of a currency.
 */
export interface Money {
  minor: number;
  currency: Currency;
}
export interface Stale {
  project: Id;
  project_name: string;
  last_at: Timestamp;
  days: number;
}
export interface Happened {
  project: Id;
  project_name: string;
  at: Timestamp;
  actor_name: string;
  sentence: string;
}
/**
 * A seller's own day; everybody's for whoever may see all sales.
 */
export interface HomeSales {}
export interface SalesHome {
  /**
   * The open stages, without their deals.
   */
  pipeline: Column[];
  weighted: Money[];
  /**
   * Won since the first of the month.
   */
  won: number;
  won_values: Money[];
  /**
   * Open deals that should close within two weeks, or should have.
   */
  closing: DealRow[];
  /**
   * Sent, and the client has not answered; the first to expire first.
   */
  waiting: QuoteWaiting[];
  /**
   * Quotes in review, for whoever may approve.
   */
  to_approve: QuoteWaiting[];
  /**
   * Agreements whose first instalment is paid and verified, with no kickoff request.
   */
  to_hand_over: HandOver[];
  /**
   * Kickoff requests that came back, with the reason.
   */
  returned: Returned[];
}
export interface Column {
  key: string;
  title: string;
  /**
   * `open`, `won` or `lost`.
   */
  kind: string;
  probability_percent: number;
  n: number;
  /**
   * A sum per currency.
   */
  values: Money[];
  /**
   * Those that close first.
   */
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
export interface QuoteWaiting {
  quote: Id;
  title: string;
  number?: string | null;
  company_name: string;
  owner_name: string;
  since: Timestamp;
  days: number;
  valid_until?: Date | null;
  /**
   * How long it is still valid; negative when it is over.
   */
  valid_days_left?: number | null;
}
export interface HandOver {
  agreement: Id;
  number: string;
  title: string;
  company_name: string;
  signed_on: Date;
}
export interface Returned {
  kickoff: Id;
  agreement_number: string;
  company_name: string;
  pm_name: string;
  reason: string;
}
/**
 * What is to be recorded and what is to be verified: of the lists of payments, what is for now.
 */
export interface HomeMoney {}
export interface MoneyHome {
  /**
   * Instalments whose day has passed, the longest ago first; None for whoever may not record.
   */
  overdue?: Due[] | null;
  /**
   * Those that fall due today or within seven days; None for whoever may not record.
   */
  due?: Due[] | null;
  /**
   * Payments that wait to be verified, the longest first; None for whoever may not verify.
   */
  to_verify?: PaymentRow[] | null;
}
/**
 * One instalment with something open.
 */
export interface Due {
  /**
   * The instalment's.
   */
  id: string;
  agreement: Id;
  agreement_number: string;
  company: Id;
  company_name: string;
  /**
   * Negative before the day; None while it has no day.
   */
  days_after_due?: number | null;
  instalment: InstalmentRow;
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
 * One payment; a reversal's amounts are negative.
 */
export interface PaymentRow {
  id: Id;
  agreement: Id;
  agreement_number: string;
  company: Id;
  company_name: string;
  instalment: Id;
  instalment_number: number;
  amount: Money5;
  tds: Money6;
  received_on: Date;
  mode: string;
  reference: string;
  state: State;
  recorded_by: Id;
  recorded_by_name: string;
  recorded_at: Timestamp;
  decided_by?: Id | null;
  decided_by_name?: string | null;
  reason: string;
  /**
   * The payment that this row takes back.
   */
  reverses?: Id | null;
  is_reversed: boolean;
  receipt_number?: string | null;
  /**
   * The file that shows it (`file.get`).
   */
  evidence?: Id | null;
  /**
   * The one who recorded it decided on it, too.
   */
  is_alone: boolean;
  /**
   * When the reader recorded it: whether they may decide on it, and what they should know.
   */
  same_eyes?: SameEyes | null;
  /**
   * What the asker may do with it now, and why not.
   */
  acts: Act[];
}
/**
 * An amount in whole minor units (paise, pence) of a currency.
 */
export interface Money5 {
  minor: number;
  currency: Currency;
}
/**
 * An amount in whole minor units (paise, pence) of a currency.
 */
export interface Money6 {
  minor: number;
  currency: Currency;
}
/**
 * What is to be known of verifying, rejecting or reversing a payment that one recorded oneself.
 */
export interface SameEyes {
  /**
   * False where the firm asks for another person.
   */
  may: boolean;
  /**
   * That, or what the history will say, in the reader's language.
   */
  note: string;
}
/**
 * A command that a record offers to the asker.
 */
export interface Act {
  command: string;
  /**
   * What the command would answer now; None when it may be done.
   */
  refused?: WhyNot | null;
  /**
   * The step that the record waits for; at most one act of a record is.
   */
  is_next: boolean;
}
/**
 * Why not, as the command would say it.
 */
export interface WhyNot {
  kind: Kind;
  code: string;
  args?: {
    [k: string]: unknown;
  };
  fields?: FieldError[];
  /**
   * The same as a sentence in the asker's language.
   */
  message: string;
}
/**
 * One field that is wrong: `lines[2].quantity`.
 */
export interface FieldError {
  path: string;
  code: string;
  args?: {
    [k: string]: unknown;
  };
}
/**
 * The state of the workspace at a glance.
 */
export interface HomeAdmin {}
export interface AdminHome {
  people_active: number;
  people_suspended: number;
  /**
   * Keys of built-in roles that nobody active holds.
   */
  roles_without_people: string[];
  /**
   * Keys of settings that documents and taxes need and nobody has set.
   */
  settings_missing: string[];
  /**
   * Open leads that nobody has.
   */
  leads_unassigned: number;
  /**
   * Rows of imports that wait to be mended.
   */
  import_rejects: number;
  quotes_in_review: number;
  /**
   * None for whoever may not know of payments.
   */
  payments_unverified?: number | null;
  /**
   * Kickoff requests that the asker decides on.
   */
  kickoffs_mine: number;
  /**
   * Those that wait for somebody else, and for whom.
   */
  kickoffs_others: number;
  kickoffs_waiting_on: string[];
  staffing_requested: number;
  projects_open: number;
  /**
   * Past their end.
   */
  projects_late: number;
  /**
   * Commands since midnight.
   */
  commands_today: number;
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
 * What others did since a moment, or since a place in the journal; newest first.
 */
export interface HistoryNews {
  /**
   * Entries given since then.
   */
  from?: Timestamp | null;
  /**
   * Entries that came after this one: also those that were given offline before.
   */
  after?: number | null;
  /**
   * Only entries before this one (the next page).
   */
  before?: number | null;
  /**
   * At most this many (50 when not given).
   */
  limit?: number | null;
}
export interface News {
  rows: NewsEntry[];
  /**
   * Where the next page begins; none when there is no more.
   */
  next?: number | null;
}
/**
 * An entry with the record that it is about.
 */
export interface NewsEntry {
  seq: number;
  at: Timestamp;
  actor: Id;
  actor_name: string;
  command: Id;
  /**
   * The command's name (`lead.assign`).
   */
  name: string;
  sentence: string;
  /**
   * True when it was taken back later.
   */
  is_undone: boolean;
  /**
   * A record that the reader may see.
   */
  record: string;
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
  /**
   * What the asker may do with it.
   */
  acts: Act[];
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
 * One person of a client.
 */
export interface ContactGet {
  contact: Id;
}
/**
 * One contact.
 */
export interface ContactView {
  id: Id;
  company: Id;
  name: string;
  title: string;
  email?: string | null;
  phone?: string | null;
  company_name: string;
  /**
   * Projects that they are on, as far as the asker may see them.
   */
  projects: ContactProject[];
}
export interface ContactProject {
  id: Id;
  name: string;
  stage: string;
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
export interface DealGet {
  deal: Id;
}
/**
 * One deal.
 */
export interface DealView {
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
  /**
   * What the asker may do with it.
   */
  acts: Act[];
}
/**
 * The deals by stage: each stage with how many there are, what they are worth, and the first of
 * them.
 */
export interface DealBoard {
  /**
   * Only this seller's.
   */
  owner?: Id | null;
  /**
   * Part of the title or the company's name.
   */
  search?: string | null;
  /**
   * Won and lost deals of so many days (90 when not given).
   */
  closed_days?: number | null;
  /**
   * Deals of one column (50 when not given, never more than 500).
   */
  limit?: number | null;
}
export interface Board {
  stages: Column[];
  /**
   * Values of the open deals by the probability of their stage, a sum per currency.
   */
  weighted: Money[];
}
/**
 * The rates in force on a day.
 */
export interface TaxRates {
  /**
   * Today when not given.
   */
  on?: Date | null;
}
export interface Rates {
  rows: Rate[];
  /**
   * The rate of a line when none is named.
   */
  default: string;
}
/**
 * A rate on a day.
 */
export interface Rate {
  /**
   * `gst18`, `vat_standard` …
   */
  key: string;
  title: string;
  /**
   * An exact decimal number.
   */
  percent: string | number;
  kind: RateKind;
}
/**
 * Quotes, the last changed first.
 */
export interface QuoteList {
  state?: State2 | null;
  company?: Id | null;
  deal?: Id | null;
  /**
   * Part of the title, the company's name or the number.
   */
  search?: string | null;
  /**
   * The last quote of the page before.
   */
  after?: Id | null;
  /**
   * At most this many (200 when not given, never more than 1,000).
   */
  limit?: number | null;
}
export interface Quotes {
  rows: QuoteRow[];
  /**
   * How many there are on all pages.
   */
  total: number;
  /**
   * Ask again with `after` set to this for the next page; None at the end.
   */
  next?: Id | null;
}
/**
 * One quote in a list.
 */
export interface QuoteRow {
  id: Id;
  title: string;
  /**
   * Of the version that was sent last.
   */
  number?: string | null;
  /**
   * The version in hand.
   */
  version: number;
  /**
   * Where a quote, or one of its sent versions, stands.
   */
  state: 'draft' | 'in_review' | 'approved' | 'sent' | 'viewed' | 'accepted' | 'declined' | 'expired' | 'superseded';
  state_since: Timestamp;
  company: Id;
  company_name: string;
  deal?: Id | null;
  owner: Id;
  owner_name: string;
  total: Money7;
  valid_until?: Date | null;
  changed_at: Timestamp;
}
/**
 * An amount in whole minor units (paise, pence) of a currency.
 */
export interface Money7 {
  minor: number;
  currency: Currency;
}
/**
 * The working copy of one quote.
 */
export interface QuoteGet {
  quote: Id;
}
export interface QuoteView {
  id: Id;
  title: string;
  state: State2;
  version: number;
  company: Id;
  company_name: string;
  contact?: Id | null;
  contact_name?: string | null;
  deal?: Id | null;
  owner: Id;
  owner_name: string;
  supply: Supply;
  rounding: Rounding;
  prices_include_tax: boolean;
  is_reverse_charge: boolean;
  has_tiers: boolean;
  valid_days: number;
  tenure_months: number;
  meetings_promised: number;
  language: string;
  terms: string;
  /**
   * Never for the client.
   */
  internal_notes: string;
  sections: SectionRow[];
  instalments: Instalment[];
  offers: OfferRow[];
  /**
   * Why it needs approval before it is sent; empty when it does not.
   */
  approval_reasons: string[];
  approvals: ApprovalRow[];
  last_sent?: Id | null;
  number?: string | null;
  valid_until?: Date | null;
  /**
   * What the asker may do with it now, and why not.
   */
  acts: Act[];
  /**
   * Names of those whom it stands still for.
   */
  waiting_on: string[];
}
/**
 * Which tax applies, and why.
 */
export interface Supply {
  regime: Regime;
  treatment: Treatment;
  /**
   * India: the GST code of the State that the supply is in; None for an export.
   */
  place_of_supply?: string | null;
}
export interface SectionRow {
  id: Id;
  title: string;
  lines: LineRow[];
}
/**
 * A line of the grid; what is internal is null for whoever may not see costs.
 */
export interface LineRow {
  id: Id;
  position: number;
  kind: LineKind;
  part_number: string;
  description: string;
  /**
   * An exact decimal number.
   */
  quantity: string | number;
  unit: string;
  unit_price: Money;
  /**
   * An exact decimal number.
   */
  discount_percent: string | number;
  tax_code: string;
  tax_rate: string;
  inclusion: Inclusion;
  tiers: Tier[];
  amount: Money8;
  net: Money9;
  supplier?: string | null;
  unit_cost?: Money | null;
}
/**
 * An amount in whole minor units (paise, pence) of a currency.
 */
export interface Money8 {
  minor: number;
  currency: Currency;
}
/**
 * An amount in whole minor units (paise, pence) of a currency.
 */
export interface Money9 {
  minor: number;
  currency: Currency;
}
/**
 * One planned payment of a quote: a share of the total, or an amount.
 */
export interface Instalment {
  title?: string;
  /**
   * Percent of the total with tax. Either all instalments have this, or all an amount.
   */
  percent?: string | number | null;
  amount_minor?: number | null;
  due_rule: DueRule;
  /**
   * For `on_date`.
   */
  due_on?: Date | null;
  /**
   * Days after the signature or the sign-off.
   */
  due_days?: number;
}
/**
 * One of the things that the client may accept.
 */
export interface OfferRow {
  tier?: Tier | null;
  sections: SectionTotal[];
  subtotal: Money;
  line_rounding: Money;
  net: Money;
  taxes: TaxAmount[];
  tax: Money;
  reverse_charge: Money;
  round_off: Money;
  total: Money;
  total_in_words: string;
  /**
   * What each instalment would be of this total, in their order; empty while they do not add
   * up to it.
   */
  instalments: Money[];
  margin?: Margin | null;
}
export interface SectionTotal {
  section: Id;
  net: Money;
}
export interface TaxAmount {
  component: Component;
  /**
   * An exact decimal number.
   */
  percent: string | number;
  taxable: Money;
  tax: Money;
}
/**
 * What an offer brings us: only for whoever may see costs.
 */
export interface Margin {
  cost: Money;
  margin: Money10;
  margin_percent?: string | null;
  lines_without_cost: number;
}
/**
 * An amount in whole minor units (paise, pence) of a currency.
 */
export interface Money10 {
  minor: number;
  currency: Currency;
}
/**
 * What somebody decided about a version.
 */
export interface ApprovalRow {
  version: number;
  /**
   * `approved` or `returned`.
   */
  decision: string;
  reason: string;
  by: string;
  at: Timestamp;
}
/**
 * The sent versions of a quote.
 */
export interface QuoteVersions {
  quote: Id;
}
export interface Versions {
  rows: VersionRow[];
}
/**
 * One sent version.
 */
export interface VersionRow {
  id: Id;
  quote: Id;
  version: number;
  number: string;
  state: State2;
  /**
   * SHA-256 of the content, hexadecimal.
   */
  sha256: string;
  sent_by: Id;
  sent_at: Timestamp;
  /**
   * How it was handed over, as whoever sent it said; None when they did not.
   */
  sent_by_way?: Way | null;
  valid_until: Date;
  viewed_at?: Timestamp | null;
  answered_at?: Timestamp | null;
  /**
   * Who signed, or why it was declined.
   */
  answer_note: string;
}
/**
 * What a version holds, word for word.
 */
export interface QuoteVersion {
  version: Id;
}
export interface VersionView {
  version: VersionRow;
  content: Content;
}
/**
 * Everything that the client was shown.
 */
export interface Content {
  /**
   * Of this structure.
   */
  format: number;
  quote: Id;
  /**
   * None for a working copy.
   */
  number?: string | null;
  version: number;
  title: string;
  date: Date;
  valid_until: Date;
  language: string;
  currency: Currency;
  firm: Party;
  client: Party;
  contact_name: string;
  contact_title: string;
  supply: Supply;
  place_of_supply_name?: string | null;
  prices_include_tax: boolean;
  is_reverse_charge: boolean;
  rounding: Rounding;
  has_tiers: boolean;
  tenure_months: number;
  meetings_promised: number;
  terms: string;
  sections: SectionContent[];
  offers: OfferContent[];
}
/**
 * One side of the quote.
 */
export interface Party {
  name: string;
  address: string;
  country: string;
  tax_number?: string | null;
  state_code?: string | null;
  state_name?: string | null;
}
export interface SectionContent {
  id: Id;
  title: string;
  lines: LineContent[];
}
/**
 * A line as the client sees it. Amounts in minor units.
 */
export interface LineContent {
  id: Id;
  /**
   * `2.3`: section and line.
   */
  number: string;
  kind: LineKind;
  part_number: string;
  description: string;
  /**
   * An exact decimal number.
   */
  quantity: string | number;
  unit: string;
  unit_price_minor: number;
  /**
   * An exact decimal number.
   */
  discount_percent: string | number;
  tax_code: string;
  rate: Rate;
  inclusion: Inclusion;
  tiers: Tier[];
  /**
   * As priced: with tax where prices include it.
   */
  amount_minor: number;
  net_minor: number;
}
/**
 * What the client may accept.
 */
export interface OfferContent {
  tier?: Tier | null;
  sections: SectionNet[];
  subtotal_minor: number;
  line_rounding_minor: number;
  net_minor: number;
  taxes: TaxContent[];
  tax_minor: number;
  /**
   * Tax that the client pays by itself: in no total.
   */
  reverse_charge_minor: number;
  round_off_minor: number;
  total_minor: number;
  total_in_words: string;
  instalments: InstalmentContent[];
}
export interface SectionNet {
  section: Id;
  net_minor: number;
}
export interface TaxContent {
  component: Component;
  /**
   * An exact decimal number.
   */
  percent: string | number;
  taxable_minor: number;
  tax_minor: number;
}
/**
 * A planned payment of an offer.
 */
export interface InstalmentContent {
  number: number;
  title: string;
  /**
   * An exact decimal number.
   */
  percent?: string | number | null;
  /**
   * None while the instalments do not add up to the total.
   */
  amount_minor?: number | null;
  due_rule: DueRule;
  due_on?: Date | null;
  due_days: number;
}
/**
 * What changed from one version to another, or to the working copy.
 */
export interface QuoteDiff {
  from: Id;
  /**
   * The working copy when not given.
   */
  to?: Id | null;
}
/**
 * What changed, what it comes to, and how much stayed.
 */
export interface Differences {
  /**
   * The offers whose total changed.
   */
  totals: TotalChange[];
  rows: Difference[];
  /**
   * Lines that are in both and that nobody changed.
   */
  unchanged_lines: number;
}
/**
 * The total of an offer, before and after.
 */
export interface TotalChange {
  /**
   * None for a quote with one offer.
   */
  tier?: Tier | null;
  before: Money;
  after: Money;
}
/**
 * One difference. For an added or removed line `field` is `line`.
 */
export interface Difference {
  kind: DifferenceKind;
  /**
   * The line's description, or empty for the quote itself.
   */
  line: string;
  /**
   * Where it was or is (`2.3`).
   */
  number: string;
  field: string;
  before: unknown;
  after: unknown;
  /**
   * Nobody changed this itself: it is computed from what was changed.
   */
  follows: boolean;
}
/**
 * Whether a version is what was sent: its hash is computed again.
 */
export interface QuoteVerify {
  version: Id;
}
export interface Verified {
  is_intact: boolean;
  number: string;
  /**
   * As it was stored when it was sent.
   */
  sha256: string;
  /**
   * As it is computed now.
   */
  computed: string;
}
/**
 * The fields of a quote's document: of a sent version, or of the working copy.
 */
export interface QuoteDocument {
  /**
   * The working copy of this quote; or, when it was sent and not edited since, its last version.
   */
  quote?: Id | null;
  version?: Id | null;
  /**
   * For a quote with tiers: the offer to write out; the highest when not given.
   */
  tier?: Tier | null;
  /**
   * Who reads the document.
   */
  audience?: 'client' | 'internal';
  /**
   * `en` or `hi`; the quote's own language when not given.
   */
  language?: string | null;
}
/**
 * Fields as `docs/templates.md` lists them.
 */
export interface DocumentFields {
  [k: string]: unknown;
}
/**
 * Agreements, newest first.
 */
export interface AgreementList {
  company?: Id | null;
  /**
   * Only those that the asker may hand over to a project manager now.
   */
  can_request_kickoff?: boolean;
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
  received: Money11;
  tds: Money;
  open: Money;
  /**
   * True when the asker may hand it over to a project manager now.
   */
  can_request_kickoff: boolean;
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
export interface Money11 {
  minor: number;
  currency: Currency;
}
/**
 * Payments of one agreement in the order they were recorded; or of every agreement that one may
 * see, the last recorded first.
 */
export interface PaymentList {
  agreement?: Id | null;
  company?: Id | null;
  state?: State | null;
  received_from?: Date | null;
  received_to?: Date | null;
  /**
   * Part of the reference, the agreement's number or the company's name.
   */
  search?: string | null;
  /**
   * The last payment of the page before.
   */
  after?: Id | null;
  /**
   * At most this many (500 when not given, never more than 5,000).
   */
  limit?: number | null;
}
export interface Payments {
  rows: PaymentRow[];
  /**
   * Ask again with `after` set to this for the next page; None at the end.
   */
  next?: Id | null;
}
/**
 * What clients owe: every instalment that still has something open, the longest overdue first,
 * then what falls due, then what has no day yet.
 */
export interface PaymentDue {
  company?: Id | null;
}
export interface Dues {
  rows: Due[];
}
/**
 * Which instalments to remind of on a day: those for which a day of the rule has come (T−3, T, T+3,
 * T+7, T+15, then weekly) whose reminder did not go out, as long as something is open, the client's
 * reminders do not rest and the project was not cancelled. A day that was missed is caught up.
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
   * The day of the rule; negative before the due day.
   */
  days_after_due: number;
  open: Money;
}
/**
 * Invoices: drafts that should be issued first, then the last issued.
 */
export interface InvoiceList {
  agreement?: Id | null;
  state?: InvoiceState | null;
}
export interface Invoices {
  rows: InvoiceRow[];
}
export interface InvoiceRow {
  id: Id;
  state: InvoiceState;
  number?: string | null;
  agreement: Id;
  agreement_number: string;
  company: Id;
  company_name: string;
  instalment: Id;
  instalment_number: number;
  amount: Money12;
  open: Money13;
  /**
   * The day on which it should be issued.
   */
  raise_on: string;
  issued_on?: Date | null;
  /**
   * How many days after its day it was issued, or is not yet.
   */
  days_late: number;
  reason: string;
}
/**
 * An amount in whole minor units (paise, pence) of a currency.
 */
export interface Money12 {
  minor: number;
  currency: Currency;
}
/**
 * An amount in whole minor units (paise, pence) of a currency.
 */
export interface Money13 {
  minor: number;
  currency: Currency;
}
/**
 * One invoice: what it says, or as a draft would say today.
 */
export interface InvoiceGet {
  invoice: Id;
}
export interface InvoiceView {
  id: Id;
  state: InvoiceState;
  agreement: Id;
  content: InvoiceContent;
}
/**
 * What an invoice says; frozen when it is issued.
 */
export interface InvoiceContent {
  /**
   * None while it is a draft.
   */
  number?: string | null;
  issued_on?: Date | null;
  firm: Party;
  client: Party;
  agreement_number: string;
  agreement_title: string;
  instalment_number: number;
  instalment_title: string;
  supply: Supply;
  amount: Money14;
  advances: Advance[];
  total: Money16;
  taxable: Money17;
  taxes: TaxPart[];
  tax: Money;
  payable: Money18;
  payable_in_words: string;
  due_on?: Date | null;
}
/**
 * An amount in whole minor units (paise, pence) of a currency.
 */
export interface Money14 {
  minor: number;
  currency: Currency;
}
/**
 * An advance with its receipt voucher.
 */
export interface Advance {
  payment: Id;
  receipt_number: string;
  received_on: Date;
  amount: Money15;
}
/**
 * An amount in whole minor units (paise, pence) of a currency.
 */
export interface Money15 {
  minor: number;
  currency: Currency;
}
/**
 * An amount in whole minor units (paise, pence) of a currency.
 */
export interface Money16 {
  minor: number;
  currency: Currency;
}
/**
 * An amount in whole minor units (paise, pence) of a currency.
 */
export interface Money17 {
  minor: number;
  currency: Currency;
}
/**
 * A part of the tax.
 */
export interface TaxPart {
  component: Component;
  tax: Money;
}
/**
 * An amount in whole minor units (paise, pence) of a currency.
 */
export interface Money18 {
  minor: number;
  currency: Currency;
}
/**
 * Reminders that wait to be sent, and those that were.
 */
export interface ReminderList {
  agreement?: Id | null;
  /**
   * Those that were sent, the last first, instead of those that wait.
   */
  sent?: boolean;
}
export interface ReminderRows {
  rows: ReminderRow[];
}
export interface ReminderRow {
  id: Id;
  agreement: Id;
  agreement_number: string;
  company: Id;
  company_name: string;
  instalment: Id;
  instalment_number: number;
  due_on: Date;
  /**
   * The day of the rule that it was made for; negative before the due day.
   */
  days_after_due: number;
  /**
   * How long ago it fell due, today.
   */
  days: number;
  open: Money;
  made_at: Timestamp;
  sent_at?: Timestamp | null;
  /**
   * What to write, in the reader's language.
   */
  subject: string;
  body: string;
}
/**
 * Whether today's run is still to come; shells ask it before they give `schedule.run`.
 */
export interface ScheduleDue {}
export interface ScheduleState {
  is_due: boolean;
}
/**
 * The fields of an agreement's payment statement.
 */
export interface PaymentStatement {
  agreement: Id;
}
/**
 * The fields of a verified payment's receipt.
 */
export interface PaymentReceipt {
  payment: Id;
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
 * The documents of a pack, in their order.
 */
export interface PackContents {
  /**
   * `project` or `quote`.
   */
  kind: 'project' | 'quote';
  subject: Id;
  audience: Audience;
  /**
   * `en` or `hi`. When not given a quote speaks its own language, a project the reader's.
   */
  language?: string | null;
}
export interface Contents {
  /**
   * What the pack is called.
   */
  title: string;
  /**
   * The language that the documents are written in.
   */
  language: string;
  rows: PackDocument[];
}
/**
 * One document: a template, and the query that gives its data.
 */
export interface PackDocument {
  template: string;
  /**
   * In the language that it is written in.
   */
  title: string;
  /**
   * As a list says it, in the reader's language.
   */
  listed: string;
  /**
   * What tells it from others of its name, in the reader's language: a day, a version, its own
   * language where that is another.
   */
  detail: string;
  /**
   * The name of its files, without number and ending.
   */
  file_name: string;
  query: string;
  args: unknown;
  /**
   * It may still change: each page says so.
   */
  is_draft: boolean;
}
/**
 * Whether a pack with this manifest was produced here: a pack whose files and manifest were both
 * changed agrees with itself, but nobody recorded it.
 */
export interface PackKnown {
  /**
   * SHA-256 of `manifest.json`, hexadecimal.
   */
  manifest_sha256: string;
}
export interface KnownPack {
  /**
   * None when it was not produced here, or of a record that may not be seen.
   */
  pack?: Id | null;
  built_by?: string | null;
  built_at?: Timestamp | null;
}
/**
 * Leads that this person may see: newest first, or as the search finds them, or in the order of a
 * column.
 */
export interface LeadList {
  /**
   * Words of name, company, city (each the beginning of one), or the beginning of a phone number
   * or an e-mail address.
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
   * In the order of this column; leads without a value come last.
   */
  order?: Order | null;
  /**
   * From the last to the first; needs `order`.
   */
  descending?: boolean;
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
  timeline: Happened2[];
  /**
   * What the asker may do with it.
   */
  acts: Act[];
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
export interface Happened2 {
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
   * How a call ended: `no_answer`, `busy`, `hung_up` …
   */
  cause?: string | null;
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
/**
 * The values of a field and how many leads have each, the commonest first, archived leads apart.
 */
export interface LeadFacets {
  field: FacetField;
}
export interface Facets {
  /**
   * At most 200.
   */
  rows: Facet[];
}
export interface Facet {
  value: string;
  leads: number;
}
/**
 * The imports, newest first.
 */
export interface ImportList {
  after?: Id | null;
}
export interface Imports {
  rows: ImportRow[];
}
/**
 * One import with its counts.
 */
export interface ImportRow {
  id: Id;
  file_name: string;
  /**
   * SHA-256, hexadecimal.
   */
  file_sha256: string;
  source: string;
  policy: Policy;
  /**
   * `running`, `finished`, `cancelled`, `undoing` or `undone`.
   */
  state: string;
  next_row: number;
  total: number;
  new: number;
  duplicate: number;
  invalid: number;
  /**
   * Duplicates that changed the lead that was there.
   */
  updated: number;
  /**
   * Rows that were mended after they had been rejected.
   */
  fixed: number;
  /**
   * By the undo.
   */
  removed: number;
  kept: number;
  started_by: string;
  started_at: Timestamp;
  finished_at?: Timestamp | null;
}
/**
 * One import.
 */
export interface ImportGet {
  import: Id;
}
/**
 * One import with its counts.
 */
export interface ImportView {
  id: Id;
  file_name: string;
  /**
   * SHA-256, hexadecimal.
   */
  file_sha256: string;
  source: string;
  policy: Policy;
  /**
   * `running`, `finished`, `cancelled`, `undoing` or `undone`.
   */
  state: string;
  next_row: number;
  total: number;
  new: number;
  duplicate: number;
  invalid: number;
  /**
   * Duplicates that changed the lead that was there.
   */
  updated: number;
  /**
   * Rows that were mended after they had been rejected.
   */
  fixed: number;
  /**
   * By the undo.
   */
  removed: number;
  kept: number;
  started_by: string;
  started_at: Timestamp;
  finished_at?: Timestamp | null;
  mapping: Mapping;
  /**
   * What the asker may do with it.
   */
  acts: Act[];
}
/**
 * What each column is for.
 */
export interface Mapping {
  /**
   * The file's headers, in order; equal ones told apart by a number.
   */
  columns: string[];
  /**
   * A field and the columns that fill it, counted from 0.
   */
  fields: {
    [k: string]: number[];
  };
  /**
   * One for the whole column.
   */
  date_order?: 'day_first' | 'month_first';
  /**
   * The sheet of a workbook that the columns are in.
   */
  sheet?: string | null;
  /**
   * Fields whose words are written with a capital letter when they are all small or all
   * capital (`ASHA RAO` → `Asha Rao`).
   */
  title_case?: Field[];
}
/**
 * Rows of an import that did not become new leads, in the order of the file.
 */
export interface ImportRejects {
  import: Id;
  /**
   * `invalid` (the default) or `duplicate`.
   */
  kind?: 'invalid' | 'duplicate';
  /**
   * Rows after this number.
   */
  after?: number;
  /**
   * At most this many (100 when not given, never more than 1,000).
   */
  limit?: number | null;
  /**
   * Rows that were mended, too.
   */
  fixed?: boolean;
}
export interface Rejects {
  columns: string[];
  rows: RejectRow[];
}
export interface RejectRow {
  /**
   * Counted from 1 without the header and empty lines: what `import.fix_row` wants.
   */
  row: number;
  /**
   * Its line in the file as a spreadsheet counts them.
   */
  line: number;
  cells: string[];
  errors: FieldError[];
  /**
   * What is wrong, in the reader's language.
   */
  reason: string;
  /**
   * The lead that it repeats, or that it became.
   */
  lead?: Id | null;
  /**
   * `waiting`, `fixed` or `known`.
   */
  state: string;
}
/**
 * Leads that an undone import left in place, with the reason.
 */
export interface ImportKept {
  import: Id;
  after?: Id | null;
}
export interface KeptLeads {
  rows: Kept[];
}
/**
 * A lead that an undone import left in place.
 */
export interface Kept {
  lead: Id;
  name: string;
  /**
   * `called`, `changed`, `converted`.
   */
  why: string;
}
/**
 * How a file's columns would be matched: by name and content, and as that source had them the last
 * time; or as an import of the same file has them that was cut off.
 */
export interface ImportMatch {
  columns: string[];
  /**
   * The first rows.
   */
  sample?: string[][];
  source?: string;
  /**
   * SHA-256 of the file, hexadecimal: finds an import of it that was cut off.
   */
  file_sha256?: string | null;
  /**
   * The sheet of a workbook.
   */
  sheet?: string | null;
}
export interface Matched {
  mapping: Mapping;
  policy: Policy;
  /**
   * True when this source was imported before.
   */
  is_remembered: boolean;
  /**
   * The import of the same file that was cut off and would go on; the mapping and the policy
   * above are its own.
   */
  begun?: Begun | null;
}
/**
 * An import that was cut off.
 */
export interface Begun {
  import: Id;
  source: string;
  /**
   * The row to go on with, counted from 1 without the header.
   */
  next_row: number;
}
/**
 * What would become of rows, without changing anything (a dry run's step; the preview).
 */
export interface ImportCheck {
  mapping: Mapping;
  source?: string;
  rows: string[][];
  /**
   * Positions within `rows` of those that were cut because they were too long.
   */
  cut_rows?: number[];
  /**
   * Positions of those in which a quotation mark is not closed.
   */
  open_rows?: number[];
}
export interface Checked {
  rows: CheckedRow[];
}
export interface CheckedRow {
  errors: FieldError[];
  /**
   * Its number or, without one, its address is in the workspace.
   */
  is_known: boolean;
  name: string;
  company_name: string;
  phone_e164?: string | null;
  email?: string | null;
}
/**
 * The rules of sharing out, in order.
 */
export interface AssignmentRules {}
export interface Rules {
  rows: RuleInput[];
}
/**
 * One rule.
 */
export interface RuleInput {
  /**
   * A rule that was there before keeps its id.
   */
  id?: Id | null;
  name: string;
  when?: Conditions;
  to: Pool;
  by: Method;
  is_active?: boolean;
}
/**
 * No test at all: every lead.
 */
export interface Conditions {
  all?: Test[];
  any?: Test[];
  none?: Test[];
}
/**
 * One test of a lead. A text passes when it equals one of `any_of` or begins with one of
 * `begins_with` (case does not count); a score when it lies within the bounds.
 */
export interface Test {
  subject: Subject;
  any_of?: string[];
  begins_with?: string[];
  at_least?: number | null;
  at_most?: number | null;
}
/**
 * To whom a rule gives: these people, and everybody in these roles.
 */
export interface Pool {
  people?: Id[];
  /**
   * Keys of roles (`telecaller`).
   */
  roles?: string[];
}
/**
 * What rules would have done with the leads of the last days, from empty desks. Changes nothing.
 */
export interface AssignmentSimulate {
  /**
   * None: the rules as they are.
   */
  rules?: RuleInput[] | null;
  /**
   * Days back (7 when not given).
   */
  days?: number | null;
}
export interface Simulated {
  leads: number;
  shares: Share[];
  /**
   * How many each rule placed; the fallback's under its own name.
   */
  by_rule: RuleShare[];
  /**
   * How many would wait for which reason.
   */
  unassigned: {
    [k: string]: number;
  };
  /**
   * Who would get the first leads.
   */
  sample: Sample[];
}
export interface Share {
  person: Id;
  name: string;
  leads: number;
}
export interface RuleShare {
  /**
   * None: the fallback.
   */
  rule?: string | null;
  leads: number;
}
export interface Sample {
  lead: Id;
  to?: string | null;
  rule?: string | null;
}
/**
 * Everybody who may get leads, with their load.
 */
export interface CallerList {}
export interface Callers {
  rows: CallerRow[];
}
export interface CallerRow {
  person: Id;
  name: string;
  languages: string[];
  is_present: boolean;
  open: number;
  given_today: number;
  weight: number;
  /**
   * 0: no cap
   */
  max_open: number;
  max_per_day: number;
}
/**
 * The lead to call now.
 */
export interface QueueNext {
  /**
   * Leads to pass over.
   */
  skip?: Id[];
}
export interface NextLead {
  card?: Card | null;
}
/**
 * A lead in the queue.
 */
export interface Card {
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
  /**
   * How late a promised call is; 0: it is no promise, or in time.
   */
  late_minutes: number;
  /**
   * Outside its calling hours: when they open. None: it may be called now.
   */
  opens_at?: Timestamp | null;
  /**
   * The last three calls, newest first.
   */
  last_calls: LastCall[];
}
/**
 * A call on a card.
 */
export interface LastCall {
  at: Timestamp;
  outcome?: string | null;
  duration_s: number;
}
/**
 * A person's queue, 50 at a time.
 */
export interface QueueList {
  /**
   * Whose queue; one's own when not given.
   */
  person?: Id | null;
  text?: string | null;
  source?: string | null;
  language?: string | null;
  region?: string | null;
  campaign?: string | null;
  created_from?: Date | null;
  created_to?: Date | null;
  /**
   * Leads to pass over (the dialler's skips).
   */
  skip?: Id[];
  /**
   * The `next` of the page before.
   */
  after?: Place | null;
  /**
   * At most this many (50 when not given, never more than 200).
   */
  limit?: number | null;
}
/**
 * Where a page ended. Parts come in this order: 4 callbacks, 3 hot, 2 warm, 1 cold.
 */
export interface Place {
  part: number;
  at: Timestamp;
  lead: Id;
}
export interface QueuePage {
  rows: Card[];
  next?: Place | null;
}
/**
 * How much waits in a queue, and what was done today.
 */
export interface QueueCounters {
  person?: Id | null;
}
export interface Counters {
  callbacks_due: number;
  hot: number;
  warm: number;
  cold: number;
  /**
   * Due later.
   */
  later: number;
  /**
   * The next promised call that is not due yet.
   */
  next_callback_at?: Timestamp | null;
  calls_today: number;
  connected_today: number;
  talked_today_s: number;
}
/**
 * Promised calls in the order of their times, due or not.
 */
export interface QueueCallbacks {
  /**
   * Whose; one's own when not given.
   */
  person?: Id | null;
}
/**
 * Reached, and nobody said what comes next.
 */
export interface QueueNoNextStep {
  /**
   * Whose; everybody's when not given (one's own without the right to see others').
   */
  person?: Id | null;
  /**
   * The last lead of the page before.
   */
  after?: Id | null;
}
/**
 * Resting after too many attempts.
 */
export interface QueueResting {
  /**
   * Whose; everybody's when not given (one's own without the right to see others').
   */
  person?: Id | null;
  /**
   * The last lead of the page before.
   */
  after?: Id | null;
}
/**
 * Leads that nobody has, with the reason.
 */
export interface QueueUnassigned {
  /**
   * The last lead of the page before.
   */
  after?: Id | null;
}
/**
 * Calls, newest first: one's own, or everybody's for whoever may see them.
 */
export interface CallList {
  lead?: Id | null;
  caller?: Id | null;
  outcome?: string | null;
  from?: Date | null;
  to?: Date | null;
  /**
   * The last call of the page before.
   */
  after?: Id | null;
  /**
   * At most this many (50 when not given, never more than 200).
   */
  limit?: number | null;
}
export interface Calls {
  rows: CallRow[];
  next?: Id | null;
}
/**
 * One call.
 */
export interface CallRow {
  id: Id;
  lead: Id;
  lead_name: string;
  caller: Id;
  caller_name: string;
  number: string;
  gateway: string;
  gateway_ref?: string | null;
  state: State3;
  started_at: Timestamp;
  connected_at?: Timestamp | null;
  ended_at?: Timestamp | null;
  end_cause?: string | null;
  /**
   * Seconds talked.
   */
  duration_s: number;
  outcome?: string | null;
  outcome_reason: string;
  note: string;
  follow_up_at?: Timestamp | null;
  /**
   * What was overridden when it was dialled, and why.
   */
  override_codes: string;
  override_reason: string;
  recording_consent?: boolean | null;
  recording_ref?: string | null;
}
/**
 * The call that waits for its outcome, with its lead.
 */
export interface CallCurrent {}
export interface Current {
  call?: CallRow | null;
  lead?: LeadRow | null;
  /**
   * Outcomes that the call cannot have as it stands now, each with the reason. A call under way
   * counts as hung up now.
   */
  refused: RefusedOutcome[];
  /**
   * Ask again then: `refused` will be another one, with nothing done.
   */
  refused_until?: Timestamp | null;
}
/**
 * An outcome that the call cannot have.
 */
export interface RefusedOutcome {
  /**
   * Code of the outcome.
   */
  outcome: string;
  /**
   * Why not, in the reader's language.
   */
  why: string;
}
/**
 * The numbers of a day: one's own, or each caller's for whoever may see them.
 */
export interface CallToday {
  /**
   * Today when not given.
   */
  day?: Date | null;
}
export interface Today {
  day: Date;
  rows: CallerDay[];
  total: Numbers;
  /**
   * Calls begun in each hour of the workspace's day, from 0 to 23.
   */
  by_hour: number[];
}
export interface CallerDay {
  caller: Id;
  name: string;
  calls: number;
  connected: number;
  /**
   * Of a hundred calls, rounded down; 0 without calls.
   */
  connected_percent: number;
  interested: number;
  talked_s: number;
  /**
   * Of the connected ones.
   */
  average_s: number;
  outcomes: {
    [k: string]: number;
  };
}
export interface Numbers {
  calls: number;
  connected: number;
  /**
   * Of a hundred calls, rounded down; 0 without calls.
   */
  connected_percent: number;
  interested: number;
  talked_s: number;
  /**
   * Of the connected ones.
   */
  average_s: number;
  outcomes: {
    [k: string]: number;
  };
}
/**
 * The outcome codes in order.
 */
export interface DispositionList {
  /**
   * Those that are switched off, too.
   */
  all?: boolean;
}
export interface Dispositions {
  rows: Disposition[];
}
/**
 * One outcome code.
 */
export interface Disposition {
  code: string;
  /**
   * In the reader's language, unless the firm gave it a title of its own.
   */
  title: string;
  /**
   * Whether somebody was talked to.
   */
  is_reached: boolean;
  follow_up: FollowUp;
  again_minutes?: number | null;
  /**
   * One of these must be given with it, when there are any.
   */
  reasons: string[];
  position: number;
  is_active: boolean;
  version: number;
}
/**
 * The kickoff requests that the asker may see, those that wait first.
 */
export interface KickoffInbox {
  /**
   * Only those that wait for a decision.
   */
  only_pending?: boolean;
}
export interface Inbox {
  rows: InboxRow[];
}
export interface InboxRow {
  id: Id;
  agreement: Id;
  agreement_number: string;
  title: string;
  company: Id;
  company_name: string;
  pm: Id;
  pm_name: string;
  state: KickoffState;
  note: string;
  reason: string;
  requested_by: Id;
  requested_by_name: string;
  requested_at: Timestamp;
  start_on: Date;
  tenure_months: number;
  meetings_promised: number;
  sow_items: number;
  /**
   * None for whoever may not see payments.
   */
  total?: Money | null;
  /**
   * The project it became.
   */
  project?: Id | null;
  /**
   * What the asker may do with it now, and why not.
   */
  acts: Act[];
  /**
   * Names of those whom it waits for.
   */
  waiting_on: string[];
}
/**
 * Who may be asked to lead a project: whoever may decide a kickoff, whatever their role is called.
 */
export interface KickoffManagers {}
export interface Managers {
  rows: Manager[];
}
export interface Manager {
  id: Id;
  name: string;
}
/**
 * The projects that the asker may see.
 */
export interface ProjectList {
  stage?: Stage | null;
  pm?: Id | null;
  /**
   * Part of the project's or the company's name.
   */
  search?: string | null;
  company?: Id | null;
  /**
   * The last project of the page before.
   */
  after?: Id | null;
  /**
   * At most this many (200 when not given, never more than 1,000).
   */
  limit?: number | null;
}
/**
 * The open ones first, by their end; then what is over.
 */
export interface Projects {
  rows: ProjectRow[];
  /**
   * How many there are on all pages.
   */
  total: number;
  /**
   * Ask again with `after` set to this for the next page; None at the end.
   */
  next?: Id | null;
}
export interface ProjectRow {
  id: Id;
  name: string;
  stage: Stage;
  company: Id;
  company_name: string;
  pm: Id;
  pm_name: string;
  start_on: Date;
  end_on: Date;
  health: Health;
  is_late: boolean;
  late: Late[];
  progress_percent: number;
  meetings_promised: number;
  meetings_delivered: number;
  milestones: number;
  milestones_signed: number;
  /**
   * None when there is nothing left to do.
   */
  next_step?: NextStep | null;
}
/**
 * A project's health.
 */
export interface Health {
  colour: Colour;
  /**
   * Why it is not green, the worst first.
   */
  reasons: string[];
}
/**
 * Something whose day has passed.
 */
export interface Late {
  /**
   * `project`, `milestone`, `sow_item`, `instalment`.
   */
  kind: string;
  id: Id;
  title: string;
  due_on: Date;
  days: number;
}
export interface NextStep {
  number: number;
  title: string;
  waiting_on: string[];
  command: string;
}
/**
 * One project: where it stands, its 25 steps, its money and people.
 */
export interface ProjectGet {
  project: Id;
}
export interface ProjectView {
  id: Id;
  name: string;
  stage: Stage;
  company: Id;
  company_name: string;
  pm: Id;
  pm_name: string;
  start_on: Date;
  end_on: Date;
  health: Health;
  is_late: boolean;
  late: Late[];
  progress_percent: number;
  meetings_promised: number;
  meetings_delivered: number;
  milestones: number;
  milestones_signed: number;
  /**
   * None when there is nothing left to do.
   */
  next_step?: NextStep | null;
  /**
   * Why it is held or was cancelled.
   */
  stage_reason: string;
  stage_since: Timestamp;
  agreement: Id;
  agreement_number: string;
  tenure_months: number;
  /**
   * None for whoever may not see payments.
   */
  total?: Money | null;
  execution_started_at?: Timestamp | null;
  completed_at?: Timestamp | null;
  archived_at?: Timestamp | null;
  /**
   * A mid-project review is asked for.
   */
  needs_review: boolean;
  review_waived_reason: string;
  contacts: Contact[];
  team: TeamMember[];
  steps: Step[];
  /**
   * None for whoever may not see payments.
   */
  instalments?: ProjectInstalment[] | null;
  /**
   * How many of the eight lines of the completion gate are met.
   */
  gate_met: number;
  /**
   * What the asker may do with it now, and why not.
   */
  acts: Act[];
}
export interface Contact {
  id: Id;
  name: string;
  title: string;
  email?: string | null;
}
export interface TeamMember {
  person: Id;
  name: string;
  role: string;
  allocation_percent: number;
  from_on: Date;
  to_on: Date;
}
/**
 * One of the 25 steps.
 */
export interface Step {
  /**
   * 1 to 25.
   */
  number: number;
  phase: Phase;
  title: string;
  state: StepState;
  /**
   * Who did it.
   */
  who?: string | null;
  when?: Timestamp | null;
  /**
   * The numbers behind it.
   */
  detail: string;
  /**
   * Whose turn it is, when it is not done.
   */
  waiting_on: string[];
  /**
   * The command that moves it; empty when it happens by itself.
   */
  command: string;
  /**
   * The record that the command is for; None when it is for one of several, or for none.
   */
  record?: Id | null;
}
/**
 * An instalment with what may be done about it.
 */
export interface ProjectInstalment {
  id: Id;
  number: number;
  title: string;
  amount_minor: number;
  /**
   * Verified payments and their TDS, less reversals.
   */
  received_minor: number;
  /**
   * Recorded, but nobody has verified it yet.
   */
  unverified_minor: number;
  /**
   * How many payments wait to be verified.
   */
  unverified: number;
  /**
   * What may still be recorded.
   */
  open_minor: number;
  /**
   * None until what makes it due has happened.
   */
  due_on?: Date | null;
  /**
   * False when nothing will ever make it due.
   */
  has_due_rule: boolean;
  milestone?: Id | null;
  state: MoneyState;
  acts: Act[];
}
/**
 * What is missing before a project may be completed: always eight lines.
 */
export interface ProjectCompletionCheck {
  project: Id;
}
export interface CompletionCheck {
  lines: GateLine[];
  /**
   * True when every line is met.
   */
  is_met: boolean;
}
/**
 * One condition of completion.
 */
export interface GateLine {
  /**
   * `meetings`, `sow_items`, `milestones`, `deliverables`, `project_signoff`, `payments`,
   * `change_requests`, `kickoff_and_review`.
   */
  key: string;
  met: boolean;
  /**
   * False where the asker is not told: then it is neither met nor is anything missing.
   */
  is_told: boolean;
  /**
   * The condition in words.
   */
  title: string;
  /**
   * The numbers behind it.
   */
  detail: string;
  missing: Missing[];
}
/**
 * One thing that is missing, and the way to it.
 */
export interface Missing {
  what: string;
  /**
   * The record to open; the project itself when there is none yet.
   */
  id: string;
  /**
   * Names of those who can mend it.
   */
  who: string[];
  /**
   * The command that mends it.
   */
  command: string;
}
/**
 * The command that brings a project to a stage, and why not: what is behind a card that is moved on
 * a board. No command leads where a project comes by what is done in it.
 */
export interface ProjectWay {
  project: Id;
  to: Stage;
}
/**
 * What fills one document of a project.
 */
export interface ProjectDocument {
  project: Id;
  document: DocumentKind;
  /**
   * The meeting of `minutes`.
   */
  meeting?: Id | null;
  /**
   * The milestone of `milestone_acceptance`.
   */
  milestone?: Id | null;
}
export interface DocumentData {
  document: DocumentKind;
  /**
   * The template's fields.
   */
  data: {
    [k: string]: unknown;
  };
}
/**
 * Staffing requests and assignments of the projects that the asker sees.
 */
export interface StaffingBoard {
  project?: Id | null;
}
export interface Board2 {
  requests: RequestRow[];
  assignments: AssignmentRow[];
}
export interface RequestRow {
  id: Id;
  project: Id;
  project_name: string;
  role: string;
  skills: string;
  allocation_percent: number;
  from_on: Date;
  to_on: Date;
  state: StaffingState;
  reason: string;
  requested_by_name: string;
  /**
   * What the asker may do with it now, and why not.
   */
  acts: Act[];
}
export interface AssignmentRow {
  id: Id;
  project: Id;
  project_name: string;
  person: Id;
  person_name: string;
  role: string;
  allocation_percent: number;
  from_on: Date;
  to_on: Date;
  override_reason: string;
  acts: Act[];
}
/**
 * The meetings of a project, in the order of their time.
 */
export interface MeetingList {
  project: Id;
}
export interface Meetings {
  rows: MeetingRow[];
  /**
   * Consulting meetings promised, and delivered so far.
   */
  promised: number;
  delivered: number;
  /**
   * Why only the kickoff meeting is held at present; null when any may be.
   */
  only_kickoff?: string | null;
}
export interface MeetingRow {
  id: Id;
  kind: MeetingKind;
  title: string;
  planned_at: Timestamp;
  minutes_long: number;
  place: string;
  agenda: string;
  state: MeetingState;
  /**
   * Held, with minutes and proof.
   */
  is_delivered: boolean;
  held_at?: Timestamp | null;
  mom: string;
  reason: string;
  attendees: Attendee[];
  actions: ActionRow[];
  proofs: Proof[];
  /**
   * What the asker may do with it now, and why not.
   */
  acts: Act[];
}
export interface Attendee {
  /**
   * A person of ours, or a contact of the client's.
   */
  id: string;
  name: string;
  is_client: boolean;
  is_present?: boolean | null;
}
export interface ActionRow {
  id: Id;
  title: string;
  /**
   * The one of ours who does it; null when it is the client's, or nobody's.
   */
  person?: Id | null;
  /**
   * The client's person who does it.
   */
  contact?: Id | null;
  owner_name?: string | null;
  due_on?: Date | null;
  done_at?: Timestamp | null;
  acts: Act[];
}
export interface Proof {
  file: Id;
  name: string;
  note: string;
}
/**
 * The milestones of a project, in order.
 */
export interface MilestoneList {
  project: Id;
}
export interface Milestones {
  rows: MilestoneRow[];
}
export interface MilestoneRow {
  id: Id;
  position: number;
  title: string;
  description: string;
  /**
   * When its work begins: the first planned day of its items; without one the day after the
   * milestone before it, or the project's first day. Never after `planned_on`.
   */
  starts_on: string;
  planned_on: Date;
  state: MilestoneState;
  /**
   * Why it was sent back.
   */
  state_reason: string;
  signed_on?: Date | null;
  signed_by?: string | null;
  items: Id[];
  instalments: Id[];
  /**
   * Its planned day has passed and it is not signed off.
   */
  is_late: boolean;
  /**
   * What the asker may do with it now, and why not.
   */
  acts: Act[];
}
/**
 * The SOW items of a project, in the order of the SOW.
 */
export interface SowItemList {
  project: Id;
}
export interface SowItems {
  rows: SowItemRow2[];
}
export interface SowItemRow2 {
  id: Id;
  position: number;
  title: string;
  description: string;
  category: string;
  owner?: Id | null;
  owner_name?: string | null;
  planned_start?: Date | null;
  planned_end?: Date | null;
  progress_percent: number;
  state: ItemState;
  /**
   * Why it was sent back.
   */
  state_reason: string;
  milestone?: Id | null;
  /**
   * Its planned end has passed and it is not done.
   */
  is_late: boolean;
  /**
   * What the asker may do with it now, and why not.
   */
  acts: Act[];
}
/**
 * The deliverables of a project, by title.
 */
export interface DeliverableList {
  project: Id;
}
export interface Deliverables {
  rows: DeliverableRow[];
}
export interface DeliverableRow {
  id: Id;
  title: string;
  description: string;
  milestone?: Id | null;
  sow_item?: Id | null;
  state: DeliverableState;
  /**
   * What the client wants changed.
   */
  state_reason: string;
  accepted_by?: string | null;
  accepted_on?: Date | null;
  /**
   * Newest first.
   */
  versions: Version[];
  /**
   * What the asker may do with it now, and why not.
   */
  acts: Act[];
}
export interface Version {
  number: number;
  file: Id;
  name: string;
  sha256: string;
  note: string;
  submitted_by_name: string;
  submitted_at: Timestamp;
}
/**
 * What the client signed on a project, newest first.
 */
export interface SignoffList {
  project: Id;
}
export interface Signoffs {
  rows: SignoffRow[];
  /**
   * True when the project was signed as it stands now.
   */
  is_project_signed: boolean;
}
export interface SignoffRow {
  id: Id;
  subject_kind: Subject2;
  subject: Id;
  title: string;
  signed_by: string;
  how: How;
  signed_on: Date;
  remark: string;
  evidence_file: Id;
  evidence_sha256: string;
  /**
   * SHA-256 of exactly what was signed.
   */
  content_sha256: string;
  /**
   * The signed content, JSON.
   */
  content: string;
  recorded_by_name: string;
  recorded_at: Timestamp;
}
/**
 * The change requests of a project, by number.
 */
export interface ChangeList {
  project: Id;
}
export interface Changes {
  rows: ChangeRow[];
}
export interface ChangeRow {
  id: Id;
  number: number;
  title: string;
  reason: string;
  state: ChangeState;
  lines: ChangeLine[];
  /**
   * None for whoever may not see payments, as are the lines about instalments.
   */
  price_effect?: Money | null;
  decided_by: string;
  decided_on?: Date | null;
  decision_reason: string;
  applied_at?: Timestamp | null;
  /**
   * The plan as it was before this was applied.
   */
  plan_before?: {
    [k: string]: unknown;
  };
  /**
   * What the asker may do with it now, and why not.
   */
  acts: Act[];
}
/**
 * The progress reports of a project, newest first.
 */
export interface ReportList {
  project: Id;
}
export interface Reports {
  rows: ReportRow[];
}
export interface ReportRow {
  id: Id;
  period: Period;
  from_on: Date;
  to_on: Date;
  body: string;
  state: ReportState;
  sent_at?: Timestamp | null;
  /**
   * What the asker may do with it now, and why not.
   */
  acts: Act[];
}
/**
 * The feedback on one project, or on every project that the asker sees.
 */
export interface FeedbackList {
  project?: Id | null;
}
export interface Feedbacks {
  rows: FeedbackRow[];
  /**
   * −100 to 100; null when nobody answered.
   */
  nps?: number | null;
  /**
   * How many answers it is made of.
   */
  n: number;
}
export interface FeedbackRow {
  id: Id;
  project: Id;
  project_name: string;
  given_by: string;
  nps: number;
  comment: string;
  testimonial: string;
  may_publish: boolean;
  given_on: Date;
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
  'deal.update': {
    args: DealUpdate;
    outcome: Nothing;
  };
  'tax.set_rate': {
    args: TaxSetRate;
    outcome: Nothing;
  };
  'quote.create': {
    args: QuoteCreate;
    outcome: QuoteCreated;
  };
  'quote.update_header': {
    args: QuoteUpdateHeader;
    outcome: Nothing;
  };
  'quote.set_instalments': {
    args: QuoteSetInstalments;
    outcome: Nothing;
  };
  'quote.set_lines': {
    args: QuoteSetLines;
    outcome: LinesSet;
  };
  'quote.add_section': {
    args: QuoteAddSection;
    outcome: SectionAdded;
  };
  'quote.update_section': {
    args: QuoteUpdateSection;
    outcome: Nothing;
  };
  'quote.remove_section': {
    args: QuoteRemoveSection;
    outcome: Nothing;
  };
  'quote.add_line': {
    args: QuoteAddLine;
    outcome: LineAdded;
  };
  'quote.add_lines': {
    args: QuoteAddLines;
    outcome: LinesAdded;
  };
  'quote.update_line': {
    args: QuoteUpdateLine;
    outcome: Nothing;
  };
  'quote.move_line': {
    args: QuoteMoveLine;
    outcome: Nothing;
  };
  'quote.remove_line': {
    args: QuoteRemoveLine;
    outcome: Nothing;
  };
  'quote.submit': {
    args: QuoteSubmit;
    outcome: Nothing;
  };
  'quote.approve': {
    args: QuoteApprove;
    outcome: Nothing;
  };
  'quote.return': {
    args: QuoteReturn;
    outcome: Nothing;
  };
  'quote.send': {
    args: QuoteSend;
    outcome: QuoteSent;
  };
  'quote.mark_viewed': {
    args: QuoteMarkViewed;
    outcome: Nothing;
  };
  'quote.accept': {
    args: QuoteAccept;
    outcome: QuoteAccepted;
  };
  'quote.decline': {
    args: QuoteDecline;
    outcome: Nothing;
  };
  'quote.expire': {
    args: QuoteExpire;
    outcome: Nothing;
  };
  'quote.copy': {
    args: QuoteCopy;
    outcome: QuoteCreated;
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
  'invoice.draft': {
    args: InvoiceDraft;
    outcome: InvoiceDrafted;
  };
  'invoice.issue': {
    args: InvoiceIssue;
    outcome: InvoiceIssued;
  };
  'invoice.cancel': {
    args: InvoiceCancel;
    outcome: Nothing;
  };
  'reminder.send': {
    args: ReminderSend;
    outcome: Nothing;
  };
  'schedule.run': {
    args: ScheduleRun;
    outcome: Scheduled;
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
  'import.start': {
    args: ImportStart;
    outcome: Started;
  };
  'import.rows': {
    args: ImportRows;
    outcome: RowsTaken;
  };
  'import.finish': {
    args: ImportFinish;
    outcome: Finished;
  };
  'import.cancel': {
    args: ImportCancel;
    outcome: Finished;
  };
  'import.fix_row': {
    args: ImportFixRow;
    outcome: RowFixed;
  };
  'import.undo': {
    args: ImportUndo;
    outcome: Undone2;
  };
  'lead.assign': {
    args: LeadAssign;
    outcome: Changed;
  };
  'lead.distribute': {
    args: LeadDistribute;
    outcome: Distributed;
  };
  'queue.take': {
    args: QueueTake;
    outcome: Taken;
  };
  'assignment.rule_set': {
    args: AssignmentRuleSet;
    outcome: Nothing;
  };
  'caller.set_limits': {
    args: CallerSetLimits;
    outcome: Nothing;
  };
  'call.start': {
    args: CallStart;
    outcome: CallStarted;
  };
  'call.ringing': {
    args: CallRinging;
    outcome: Nothing;
  };
  'call.connected': {
    args: CallConnected;
    outcome: Nothing;
  };
  'call.ended': {
    args: CallEnded;
    outcome: Nothing;
  };
  'call.set_note': {
    args: CallSetNote;
    outcome: Nothing;
  };
  'call.set_recording': {
    args: CallSetRecording;
    outcome: Nothing;
  };
  'call.dispose': {
    args: CallDispose;
    outcome: Disposed;
  };
  'disposition.set': {
    args: DispositionSet;
    outcome: Nothing;
  };
  'kickoff.request': {
    args: KickoffRequest;
    outcome: KickoffRequested;
  };
  'kickoff.accept': {
    args: KickoffAccept;
    outcome: KickoffAccepted;
  };
  'kickoff.return': {
    args: KickoffReturn;
    outcome: Nothing;
  };
  'kickoff.reject': {
    args: KickoffReject;
    outcome: Nothing;
  };
  'kickoff.resubmit': {
    args: KickoffResubmit;
    outcome: Nothing;
  };
  'project.start_execution': {
    args: ProjectStartExecution;
    outcome: Moved;
  };
  'project.hold': {
    args: ProjectHold;
    outcome: Moved;
  };
  'project.resume': {
    args: ProjectResume;
    outcome: Moved;
  };
  'project.cancel': {
    args: ProjectCancel;
    outcome: Moved;
  };
  'project.complete': {
    args: ProjectComplete;
    outcome: Moved;
  };
  'project.archive': {
    args: ProjectArchive;
    outcome: Moved;
  };
  'project.waive_review': {
    args: ProjectWaiveReview;
    outcome: Nothing;
  };
  'project.set_contacts': {
    args: ProjectSetContacts;
    outcome: Nothing;
  };
  'staffing.request': {
    args: StaffingRequest;
    outcome: StaffingRequested;
  };
  'staffing.approve': {
    args: StaffingApprove;
    outcome: Nothing;
  };
  'staffing.decline': {
    args: StaffingDecline;
    outcome: Nothing;
  };
  'staffing.assign': {
    args: StaffingAssign;
    outcome: StaffingAssigned;
  };
  'staffing.release': {
    args: StaffingRelease;
    outcome: Nothing;
  };
  'meeting.plan': {
    args: MeetingPlan;
    outcome: MeetingPlanned;
  };
  'meeting.reschedule': {
    args: MeetingReschedule;
    outcome: Nothing;
  };
  'meeting.hold': {
    args: MeetingHold;
    outcome: Nothing;
  };
  'meeting.cancel': {
    args: MeetingCancel;
    outcome: Nothing;
  };
  'meeting.write_mom': {
    args: MeetingWriteMom;
    outcome: Nothing;
  };
  'meeting.action_done': {
    args: MeetingActionDone;
    outcome: Nothing;
  };
  'meeting.add_proof': {
    args: MeetingAddProof;
    outcome: Nothing;
  };
  'milestone.define': {
    args: MilestoneDefine;
    outcome: MilestoneDefined;
  };
  'milestone.update': {
    args: MilestoneUpdate;
    outcome: Nothing;
  };
  'milestone.submit': {
    args: MilestoneSubmit;
    outcome: Nothing;
  };
  'milestone.send_back': {
    args: MilestoneSendBack;
    outcome: Nothing;
  };
  'sow_item.plan': {
    args: SowItemPlan;
    outcome: Nothing;
  };
  'sow_item.start': {
    args: SowItemStart;
    outcome: Nothing;
  };
  'sow_item.progress': {
    args: SowItemProgress;
    outcome: Nothing;
  };
  'sow_item.submit': {
    args: SowItemSubmit;
    outcome: Nothing;
  };
  'sow_item.consent': {
    args: SowItemConsent;
    outcome: Consented;
  };
  'sow_item.send_back': {
    args: SowItemSendBack;
    outcome: Nothing;
  };
  'sow_item.implement': {
    args: SowItemImplement;
    outcome: Nothing;
  };
  'deliverable.create': {
    args: DeliverableCreate;
    outcome: DeliverableCreated;
  };
  'deliverable.discard': {
    args: DeliverableDiscard;
    outcome: Nothing;
  };
  'deliverable.submit': {
    args: DeliverableSubmit;
    outcome: DeliverableSubmitted;
  };
  'deliverable.accept': {
    args: DeliverableAccept;
    outcome: DeliverableAccepted;
  };
  'deliverable.request_changes': {
    args: DeliverableRequestChanges;
    outcome: Nothing;
  };
  'signoff.give': {
    args: SignoffGive;
    outcome: SignoffGiven;
  };
  'change.draft': {
    args: ChangeDraft;
    outcome: ChangeDrafted;
  };
  'change.submit': {
    args: ChangeSubmit;
    outcome: Nothing;
  };
  'change.approve': {
    args: ChangeApprove;
    outcome: Nothing;
  };
  'change.decline': {
    args: ChangeDecline;
    outcome: Nothing;
  };
  'change.withdraw': {
    args: ChangeWithdraw;
    outcome: Nothing;
  };
  'change.apply': {
    args: ChangeApply;
    outcome: Nothing;
  };
  'report.draft': {
    args: ReportDraft;
    outcome: ReportDrafted;
  };
  'report.send': {
    args: ReportSend;
    outcome: Nothing;
  };
  'feedback.record': {
    args: FeedbackRecord;
    outcome: FeedbackRecorded;
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
  name?: string | null;
  email?: string | null;
  languages?: string[] | null;
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
 * Takes a company out of the lists, unless something of it is still open.
 */
export interface CompanyArchive {
  company: Id;
  /**
   * Also with deals, quotes, agreements or projects that are open.
   */
  anyway?: boolean;
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
 * Changes a deal; what is not given stays as it is. What a won deal is worth, its quote has said.
 */
export interface DealUpdate {
  deal: Id;
  title?: string | null;
  /**
   * In minor units of the deal's currency.
   */
  value_minor?: number | null;
  /**
   * A person of the same company.
   */
  contact?: Id | null;
  expected_close_on?: Date | null;
  /**
   * Whose deal it is from now on.
   */
  owner?: Id | null;
  /**
   * What to leave empty.
   */
  clear?: Clearable[];
}
/**
 * Sets a rate of the workspace's country as of a day. Quotes sent before keep theirs.
 */
export interface TaxSetRate {
  /**
   * `gst18`: lower-case letters, digits and underscores.
   */
  key: string;
  title: string;
  /**
   * An exact decimal number.
   */
  percent: string | number;
  kind: RateKind;
  valid_from: Date;
}
/**
 * Makes a draft quote for a company or a deal; it belongs to whoever makes it.
 */
export interface QuoteCreate {
  title: string;
  /**
   * The deal's company when not given.
   */
  company?: Id | null;
  deal?: Id | null;
  /**
   * The deal's contact when not given.
   */
  contact?: Id | null;
  /**
   * The workspace's when not given.
   */
  currency?: Currency | null;
  prices_include_tax?: boolean;
  is_reverse_charge?: boolean;
  /**
   * Basic, Standard and Premium in one quote.
   */
  has_tiers?: boolean;
  /**
   * How long it stands, from the day it is sent.
   */
  valid_days?: number | null;
  /**
   * How long the project is to last; the firm's usual when not given.
   */
  tenure_months?: number | null;
  /**
   * How many meetings the client is promised; the firm's usual when not given.
   */
  meetings_promised?: number | null;
  /**
   * `en` or `hi`.
   */
  language?: string | null;
  terms?: string;
  /**
   * Never shown to the client.
   */
  internal_notes?: string;
  /**
   * Everything at the signature when empty.
   */
  instalments?: Instalment[];
  sections?: SectionFields[];
}
/**
 * A section with its lines in their order.
 */
export interface SectionFields {
  /**
   * The section that this one is; a new one when not given.
   */
  id?: Id | null;
  title: string;
  lines?: LineFields[];
}
/**
 * A line of the grid. Money in minor units of the quote's currency.
 */
export interface LineFields {
  /**
   * The line that this one is; a new one when not given.
   */
  id?: Id | null;
  /**
   * What a line is.
   */
  kind?: 'goods' | 'service' | 'labour' | 'hire' | 'hosting' | 'travel';
  part_number?: string;
  description: string;
  /**
   * An exact decimal number.
   */
  quantity?: string | number;
  unit?: string;
  unit_price_minor: number;
  /**
   * 0–100.
   */
  discount_percent?: string | number;
  /**
   * HSN or SAC.
   */
  tax_code?: string;
  /**
   * Key of a rate (`gst18`); the country's usual one when not given.
   */
  tax_rate?: string | null;
  /**
   * Whether a line is in the total.
   */
  inclusion?: 'included' | 'optional' | 'alternative';
  /**
   * The tiers that it belongs to; all when empty.
   */
  tiers?: Tier[];
  /**
   * Internal: needs the permission for costs.
   */
  supplier?: string | null;
  /**
   * Internal: needs the permission for costs.
   */
  unit_cost_minor?: number | null;
}
export interface QuoteCreated {
  quote: Id;
}
/**
 * Changes a quote's header; what is not given stays. Notes alone can be changed at any time,
 * because no version holds them.
 */
export interface QuoteUpdateHeader {
  quote: Id;
  title?: string | null;
  contact?: Id | null;
  prices_include_tax?: boolean | null;
  is_reverse_charge?: boolean | null;
  has_tiers?: boolean | null;
  valid_days?: number | null;
  tenure_months?: number | null;
  meetings_promised?: number | null;
  language?: string | null;
  terms?: string | null;
  internal_notes?: string | null;
}
/**
 * Writes all instalments of a quote: all by percent of the total, or all by amount.
 */
export interface QuoteSetInstalments {
  quote: Id;
  /**
   * Everything at the signature when empty.
   */
  instalments: Instalment[];
}
/**
 * Writes all sections and lines of a quote. What carries an id stays that section or line; what
 * is not given any more is removed.
 */
export interface QuoteSetLines {
  quote: Id;
  sections: SectionFields[];
}
export interface LinesSet {
  lines: number;
}
/**
 * Adds a section at the end.
 */
export interface QuoteAddSection {
  quote: Id;
  title: string;
}
export interface SectionAdded {
  section: Id;
}
/**
 * Renames a section.
 */
export interface QuoteUpdateSection {
  section: Id;
  title: string;
}
/**
 * Removes an empty section.
 */
export interface QuoteRemoveSection {
  section: Id;
}
/**
 * Adds a line at the end of a section.
 */
export interface QuoteAddLine {
  section: Id;
  line: LineFields;
}
export interface LineAdded {
  line: Id;
}
/**
 * Adds lines at the end of a section. One that is not valid refuses all of them.
 */
export interface QuoteAddLines {
  section: Id;
  lines: LineFields[];
}
export interface LinesAdded {
  lines: number;
}
/**
 * Changes a line; what is not given stays as it is.
 */
export interface QuoteUpdateLine {
  line: Id;
  change: LineChange;
}
/**
 * Changes of a line; what is not given stays as it is.
 */
export interface LineChange {
  kind?: LineKind | null;
  part_number?: string | null;
  description?: string | null;
  /**
   * An exact decimal number.
   */
  quantity?: string | number | null;
  unit?: string | null;
  unit_price_minor?: number | null;
  /**
   * An exact decimal number.
   */
  discount_percent?: string | number | null;
  tax_code?: string | null;
  tax_rate?: string | null;
  inclusion?: Inclusion | null;
  tiers?: Tier[] | null;
  supplier?: string | null;
  unit_cost_minor?: number | null;
}
/**
 * Moves a line to a place in its section or another one.
 */
export interface QuoteMoveLine {
  line: Id;
  /**
   * Its own section when not given.
   */
  section?: Id | null;
  /**
   * 1 is the first; beyond the end is the end.
   */
  position: number;
}
/**
 * Removes a line.
 */
export interface QuoteRemoveLine {
  line: Id;
}
/**
 * Asks for approval.
 */
export interface QuoteSubmit {
  quote: Id;
}
/**
 * Approves the version in hand; editing it after voids the approval.
 */
export interface QuoteApprove {
  quote: Id;
}
/**
 * Sends the version in hand back to its seller, with the reason.
 */
export interface QuoteReturn {
  quote: Id;
  reason: string;
}
/**
 * Marks the version in hand as sent: numbers and locks it. Handing it over is up to whoever sends
 * it, and they may say how. Whoever may approve approves by sending. An open deal moves on to the
 * stage `quoted`.
 */
export interface QuoteSend {
  quote: Id;
  /**
   * How it is handed to the client.
   */
  way?: Way | null;
}
export interface QuoteSent {
  version: Id;
  /**
   * `A7/26-27/000001`.
   */
  number: string;
  /**
   * SHA-256 of the content, hexadecimal.
   */
  sha256: string;
  valid_until: Date;
  /**
   * The stage that its deal moved on to by this, when it did.
   */
  deal_stage?: string | null;
}
/**
 * The client opened the version that was sent last.
 */
export interface QuoteMarkViewed {
  quote: Id;
}
/**
 * Records that the client accepted the version that was sent last, as the evidence shows.
 */
export interface QuoteAccept {
  quote: Id;
  /**
   * The version that was accepted; the last sent when not given.
   */
  version?: Id | null;
  /**
   * Which of the three offers; for a quote with tiers.
   */
  tier?: Tier | null;
  /**
   * Who signed for the client.
   */
  signed_by: string;
  /**
   * The day of the signature; today when not given.
   */
  signed_on?: Date | null;
  /**
   * The signed copy.
   */
  evidence: string;
  /**
   * When the work begins; the day of the signature when not given.
   */
  start_on?: Date | null;
  /**
   * The statement of work; made of the service and labour lines when empty.
   */
  sow_items?: SowItemFields[];
}
/**
 * One line of work.
 */
export interface SowItemFields {
  title: string;
  description?: string;
  category?: string;
}
export interface QuoteAccepted {
  agreement: Id;
  plan: Id;
  sow: Id;
  /**
   * The agreement's number.
   */
  number: string;
}
/**
 * The client said no to the version that was sent last.
 */
export interface QuoteDecline {
  quote: Id;
  reason: string;
}
/**
 * The validity of the version that was sent last is over.
 */
export interface QuoteExpire {
  quote: Id;
}
/**
 * Copies a quote's working copy into a draft of one's own, for the same company or another.
 */
export interface QuoteCopy {
  quote: Id;
  /**
   * The same when not given.
   */
  company?: Id | null;
  /**
   * The same when not given.
   */
  title?: string | null;
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
  /**
   * What shows it: the bank's advice, a scanned cheque.
   */
  evidence?: Id | null;
}
export interface PaymentRecorded {
  payment: Id;
  open: Money19;
}
/**
 * An amount in whole minor units (paise, pence) of a currency.
 */
export interface Money19 {
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
 * Drafts the invoice of an instalment (sign-offs and due days do it by themselves).
 */
export interface InvoiceDraft {
  instalment: Id;
  /**
   * The day on which it should be issued; today when not given.
   */
  raise_on?: Date | null;
}
export interface InvoiceDrafted {
  invoice: Id;
}
/**
 * Gives a draft its number and locks what it says.
 */
export interface InvoiceIssue {
  invoice: Id;
}
export interface InvoiceIssued {
  number: string;
}
/**
 * Cancels an invoice, with the reason; an issued one keeps its number.
 */
export interface InvoiceCancel {
  invoice: Id;
  reason: string;
}
/**
 * Records that a reminder went to the client.
 */
export interface ReminderSend {
  reminder: Id;
}
/**
 * Makes what is due today.
 */
export interface ScheduleRun {}
export interface Scheduled {
  reminders: number;
  reports: number;
  invoices: number;
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
/**
 * Starts an import of a file, or goes on with one of the same file that was cut off, which takes
 * the mapping, source and policy that it began with (`import.match` gives them).
 */
export interface ImportStart {
  file_name: string;
  /**
   * SHA-256 of the file, hexadecimal.
   */
  file_sha256: string;
  /**
   * Where the leads come from; rows without a source of their own get it.
   */
  source?: string;
  mapping: Mapping;
  /**
   * What becomes of a row whose lead is there already.
   */
  policy?: 'skip' | 'update_empty' | 'update_all' | 'keep_both';
  /**
   * Begins with the first row again, whatever became of the file before.
   */
  anew?: boolean;
}
export interface Started {
  import: Id;
  /**
   * The row of the file to go on with, counted from 1 without the header.
   */
  next_row: number;
  /**
   * True when an import that was cut off goes on.
   */
  is_resumed: boolean;
  mapping: Mapping1;
}
/**
 * What each column is for.
 */
export interface Mapping1 {
  /**
   * The file's headers, in order; equal ones told apart by a number.
   */
  columns: string[];
  /**
   * A field and the columns that fill it, counted from 0.
   */
  fields: {
    [k: string]: number[];
  };
  /**
   * One for the whole column.
   */
  date_order?: 'day_first' | 'month_first';
  /**
   * The sheet of a workbook that the columns are in.
   */
  sheet?: string | null;
  /**
   * Fields whose words are written with a capital letter when they are all small or all
   * capital (`ASHA RAO` → `Asha Rao`).
   */
  title_case?: Field[];
}
/**
 * Takes in a batch of rows. Rows that were taken in before are passed over.
 */
export interface ImportRows {
  import: Id;
  /**
   * The number of the first row in here, counted from 1 without the header.
   */
  first_row: number;
  /**
   * The cells of each row, as they are in the file.
   */
  rows: string[][];
  /**
   * The line of the file that each row is, as a spreadsheet counts them; when not given, they
   * follow a header one after another.
   */
  lines?: number[];
  /**
   * Numbers of rows that were cut because they were too long to be read whole.
   */
  cut_rows?: number[];
  /**
   * Numbers of rows in which a quotation mark opens a cell and none closes it.
   */
  open_rows?: number[];
}
export interface RowsTaken {
  next_row: number;
  counts: Counts;
}
/**
 * Of the whole import so far.
 */
export interface Counts {
  total: number;
  new: number;
  duplicate: number;
  invalid: number;
  /**
   * Duplicates that changed the lead that was there.
   */
  updated: number;
}
/**
 * Ends an import after its last row.
 */
export interface ImportFinish {
  import: Id;
}
export interface Finished {
  counts: Counts1;
}
/**
 * How many rows became what.
 */
export interface Counts1 {
  total: number;
  new: number;
  duplicate: number;
  invalid: number;
  /**
   * Duplicates that changed the lead that was there.
   */
  updated: number;
}
/**
 * Stops an import that is under way.
 */
export interface ImportCancel {
  import: Id;
}
/**
 * Corrects fields of a rejected row and takes it in as a new lead.
 */
export interface ImportFixRow {
  import: Id;
  /**
   * The number that `import.rejects` gives as `row`: counted from 1 without the header and empty
   * lines.
   */
  row: number;
  /**
   * The fields to correct, and their right values; the others stay as in the file.
   */
  fields: {
    [k: string]: string;
  };
  /**
   * Takes a duplicate in all the same, and links it.
   */
  keep_both?: boolean;
}
export interface RowFixed {
  lead: Id;
}
/**
 * Removes the leads of an import that nobody has touched since, and gives back what it changed in
 * others. Run it again while `is_complete` is false.
 */
export interface ImportUndo {
  import: Id;
  /**
   * Leads to consider in this step (5,000 when not given, at most that).
   */
  limit?: number | null;
}
export interface Undone2 {
  is_complete: boolean;
  /**
   * Of the whole import so far.
   */
  removed: number;
  kept: number;
  /**
   * The first leads that this step kept.
   */
  kept_leads: Kept[];
}
/**
 * Gives one or many leads to a person; to nobody when `to` is not given.
 */
export interface LeadAssign {
  leads: Id[];
  to?: Id | null;
  reason?: string;
}
/**
 * Shares out the given leads, or those that nobody has, oldest first (at most 2,000 at once). Run
 * it again while `is_complete` is false.
 */
export interface LeadDistribute {
  /**
   * None: what nobody has. Given leads are shared out anew, whoever has them.
   */
  leads?: Id[] | null;
  limit?: number | null;
  /**
   * Go on behind this lead (the `next` of the step before).
   */
  after?: Id | null;
}
export interface Distributed {
  assigned: number;
  /**
   * Waits in *Unassigned*, with the reason.
   */
  unassigned: number;
  shares: Share[];
  /**
   * How many wait for which reason.
   */
  reasons: {
    [k: string]: number;
  };
  is_complete: boolean;
  next?: Id | null;
}
/**
 * Takes the most urgent leads of the shared pool: as many as are wanted, as there are, and as this
 * person may hold.
 */
export interface QueueTake {
  count?: number;
}
export interface Taken {
  /**
   * The most urgent one first.
   */
  leads: Id[];
}
/**
 * Makes the rules of sharing out exactly these, in this order.
 */
export interface AssignmentRuleSet {
  rules: RuleInput[];
}
/**
 * Sets a caller's caps, weight and presence.
 */
export interface CallerSetLimits {
  person: Id;
  /**
   * Open leads at once; 0: no cap; not given: as the settings say.
   */
  max_open?: number | null;
  /**
   * Leads given on one day; likewise.
   */
  max_per_day?: number | null;
  /**
   * Share under the method `weighted`.
   */
  weight?: number;
  is_present?: boolean;
  /**
   * On leave until the day before this one.
   */
  away_until?: Date | null;
}
/**
 * Dials a lead. Do-not-disturb, withdrawn consent, a number known to be invalid, a lead that rests,
 * calling hours and too many attempts refuse it; whoever may override them gives a reason, which is kept.
 */
export interface CallStart {
  lead: Id;
  /**
   * How it is dialled: `simulator`, `system`, `exotel`, `twilio`.
   */
  gateway?: string;
  /**
   * Why it is right to call all the same.
   */
  override_reason?: string | null;
}
export interface CallStarted {
  call: Id;
  /**
   * E.164
   */
  number: string;
  /**
   * What was overridden.
   */
  overridden: string[];
}
/**
 * The other end rings.
 */
export interface CallRinging {
  call: Id;
  /**
   * The gateway's own name for the call.
   */
  gateway_ref?: string | null;
}
/**
 * Somebody answered; the talking time runs.
 */
export interface CallConnected {
  call: Id;
  /**
   * The gateway's own name for the call.
   */
  gateway_ref?: string | null;
}
/**
 * The call is over, for this cause.
 */
export interface CallEnded {
  call: Id;
  cause: EndCause;
}
/**
 * Replaces a call's note (at most 500 characters).
 */
export interface CallSetNote {
  call: Id;
  note: string;
}
/**
 * Keeps the answer to "this call is being recorded" with its time, or where the recording is.
 */
export interface CallSetRecording {
  call: Id;
  consent?: boolean | null;
  /**
   * The gateway's name for the recording; dropped when there is no consent.
   */
  recording_ref?: string | null;
}
/**
 * Gives a call its outcome.
 */
export interface CallDispose {
  call: Id;
  /**
   * A code (`connected_interested`).
   */
  outcome: string;
  /**
   * One of the code's reasons, when it has any.
   */
  reason?: string;
  /**
   * Replaces the call's note.
   */
  note?: string | null;
  /**
   * When to call again, if a time was agreed.
   */
  call_again_at?: Timestamp | null;
  /**
   * The language that the lead speaks, for `connected_language_barrier`.
   */
  language?: string;
}
export interface Disposed {
  /**
   * When the lead comes up again; None: nothing was agreed, or it must not be called.
   */
  again_at?: Timestamp | null;
  /**
   * True when the lead rests after too many attempts.
   */
  rests: boolean;
  /**
   * Who has the lead now, when it was passed on.
   */
  passed_to?: string | null;
}
/**
 * Adds an outcome code or changes one; calls keep the code that they were given.
 */
export interface DispositionSet {
  /**
   * Small letters, digits and `_`.
   */
  code: string;
  /**
   * The firm's own title; empty: the built-in one, in each reader's language.
   */
  title?: string;
  is_reached: boolean;
  follow_up: FollowUp;
  again_minutes?: number | null;
  reasons?: string[];
  position: number;
  is_active?: boolean;
}
/**
 * Hands an agreement to a project manager.
 */
export interface KickoffRequest {
  agreement: Id;
  /**
   * The project manager.
   */
  pm: string;
  note?: string;
}
export interface KickoffRequested {
  kickoff: Id;
}
/**
 * Accepts a request: makes the project, and asks HR for people.
 */
export interface KickoffAccept {
  kickoff: Id;
  /**
   * The project's name; the agreement's title when not given.
   */
  name?: string | null;
  /**
   * The first day; the agreement's when not given. The end follows from the tenure.
   */
  start_on?: Date | null;
  /**
   * One consultant at half time when not given.
   */
  staffing?: StaffingWish[];
}
/**
 * Who is asked of HR when the project begins.
 */
export interface StaffingWish {
  role: string;
  skills?: string;
  /**
   * 1 to 100.
   */
  allocation_percent: number;
}
export interface KickoffAccepted {
  project: Id;
  start_on: Date;
  end_on: Date;
  staffing_requests: Id[];
}
/**
 * Gives a request back to sales, to be mended and sent again.
 */
export interface KickoffReturn {
  kickoff: Id;
  reason: string;
}
/**
 * Turns a request down for good; sales may raise another, with another project manager.
 */
export interface KickoffReject {
  kickoff: Id;
  reason: string;
}
/**
 * Sends a returned request again.
 */
export interface KickoffResubmit {
  kickoff: Id;
  /**
   * Another project manager, when given.
   */
  pm?: Id | null;
  /**
   * What was mended.
   */
  note: string;
}
/**
 * Starts execution: the kickoff is recorded, people are assigned, every SOW item is in a
 * milestone, every unpaid instalment has a due rule. From now on the plan is altered by change
 * requests only.
 */
export interface ProjectStartExecution {
  project: Id;
}
/**
 * The outcome of a command that moves a project: its stage.
 */
export interface Moved {
  stage: Stage;
}
/**
 * Pauses a project that is not over.
 */
export interface ProjectHold {
  project: Id;
  reason: string;
}
/**
 * Takes a project up again where it was held.
 */
export interface ProjectResume {
  project: Id;
}
/**
 * Cancels a project. It never counts as completed.
 */
export interface ProjectCancel {
  project: Id;
  reason: string;
  /**
   * What the client still owes us, in minor units of the plan's currency.
   */
  owed_by_client_minor: number;
  /**
   * What we owe the client.
   */
  owed_to_client_minor: number;
  /**
   * The day on which the client was told.
   */
  client_informed_on: string;
}
/**
 * Completes a project, when everything promised was delivered, accepted and paid.
 */
export interface ProjectComplete {
  project: Id;
}
/**
 * Puts a completed or cancelled project into the archive.
 */
export interface ProjectArchive {
  project: Id;
}
/**
 * Waives the mid-project review of a project with a tenure under two months.
 */
export interface ProjectWaiveReview {
  project: Id;
  reason: string;
}
/**
 * Makes the client's people on a project exactly these.
 */
export interface ProjectSetContacts {
  project: Id;
  contacts: Id[];
}
/**
 * Asks HR for a person.
 */
export interface StaffingRequest {
  project: Id;
  role: string;
  skills?: string;
  /**
   * 1 to 100.
   */
  allocation_percent: number;
  /**
   * The project's first day when not given.
   */
  from_on?: Date | null;
  /**
   * The project's last day when not given.
   */
  to_on?: Date | null;
}
export interface StaffingRequested {
  request: Id;
}
/**
 * HR agrees.
 */
export interface StaffingApprove {
  request: Id;
}
/**
 * HR cannot.
 */
export interface StaffingDecline {
  request: Id;
  reason: string;
}
/**
 * Puts a person on a project, for an approved request.
 */
export interface StaffingAssign {
  request: Id;
  person: Id;
  /**
   * HR only: why this person may be booked over 100 %.
   */
  override_reason?: string | null;
}
export interface StaffingAssigned {
  assignment: Id;
}
/**
 * Ends an assignment: from the day after its last one the person holds nothing of the project.
 */
export interface StaffingRelease {
  assignment: Id;
  /**
   * The last day on the project.
   */
  last_on: string;
}
/**
 * Plans a meeting with the client.
 */
export interface MeetingPlan {
  project: Id;
  kind: MeetingKind;
  /**
   * The kind in words when not given.
   */
  title?: string | null;
  planned_at: Timestamp;
  /**
   * An hour when not given.
   */
  minutes_long?: number | null;
  place?: string;
  agenda?: string;
  /**
   * Our people; at least one.
   */
  people: Id[];
  /**
   * The client's people; at least one for a kickoff or consulting meeting.
   */
  contacts?: Id[];
}
export interface MeetingPlanned {
  meeting: Id;
}
/**
 * Moves a planned meeting to another time.
 */
export interface MeetingReschedule {
  meeting: Id;
  planned_at: Timestamp;
  reason: string;
}
/**
 * Records that a meeting took place, and who was there.
 */
export interface MeetingHold {
  meeting: Id;
  /**
   * The planned time when not given.
   */
  held_at?: Timestamp | null;
  /**
   * Our people who were there; those who were planned when not given.
   */
  people?: Id[] | null;
  /**
   * The client's people who were there; those who were planned when not given.
   */
  contacts?: Id[] | null;
}
/**
 * Calls a planned meeting off.
 */
export interface MeetingCancel {
  meeting: Id;
  reason: string;
}
/**
 * Writes the minutes of a held meeting with its action items; again to correct them.
 */
export interface MeetingWriteMom {
  meeting: Id;
  /**
   * Markdown.
   */
  mom: string;
  /**
   * A kickoff has at least one.
   */
  actions?: Action[];
}
/**
 * One thing to be done after a meeting, by one of ours or of the client's.
 */
export interface Action {
  title: string;
  person?: Id | null;
  contact?: Id | null;
  due_on?: Date | null;
}
/**
 * Ticks an action item off.
 */
export interface MeetingActionDone {
  action: Id;
}
/**
 * Adds a proof that a meeting took place: an attendance sheet, a photo, a recording.
 */
export interface MeetingAddProof {
  meeting: Id;
  file: Id;
  note?: string;
}
/**
 * Groups SOW items into a milestone, and says which instalments its sign-off makes due.
 */
export interface MilestoneDefine {
  project: Id;
  title: string;
  description?: string;
  planned_on: Date;
  /**
   * SOW items; at least one.
   */
  items: Id[];
  /**
   * Instalments that the plan makes due on a milestone.
   */
  instalments?: Id[];
}
export interface MilestoneDefined {
  milestone: Id;
}
/**
 * Changes a milestone that is neither submitted nor signed off. What is not given stays.
 */
export interface MilestoneUpdate {
  milestone: Id;
  title?: string | null;
  description?: string | null;
  planned_on?: Date | null;
  /**
   * Exactly these SOW items from now on.
   */
  items?: Id[] | null;
  /**
   * Exactly these instalments from now on.
   */
  instalments?: Id[] | null;
}
/**
 * Gives a milestone to the client for sign-off: every item of it is consented or implemented.
 */
export interface MilestoneSubmit {
  milestone: Id;
}
/**
 * The client did not sign: back to work, with their reason.
 */
export interface MilestoneSendBack {
  milestone: Id;
  reason: string;
}
/**
 * Who does an item, and when.
 */
export interface SowItemPlan {
  item: Id;
  owner?: Id | null;
  planned_start?: Date | null;
  planned_end?: Date | null;
}
/**
 * Work on an item begins.
 */
export interface SowItemStart {
  item: Id;
}
/**
 * How far an item is, in percent.
 */
export interface SowItemProgress {
  item: Id;
  /**
   * 0 to 99: the last step is the client's consent and the implementation.
   */
  percent: number;
}
/**
 * Gives an item to the client for review.
 */
export interface SowItemSubmit {
  item: Id;
}
/**
 * Records the client's consent to an item. The same as `signoff.give` for it.
 */
export interface SowItemConsent {
  item: Id;
  signature: Signature;
}
/**
 * The client's signature: who, how, when, and the evidence.
 */
export interface Signature {
  /**
   * The client's person, who signs under their own name.
   */
  contact?: Id | null;
  /**
   * The name under the signature of somebody who is none of the client's contacts.
   */
  signed_by?: string | null;
  how: How;
  /**
   * Today when not given.
   */
  signed_on?: Date | null;
  /**
   * The signed paper, mail or portal record.
   */
  evidence_file: string;
  remark?: string;
}
export interface Consented {
  signoff: Id;
}
/**
 * The client wants something else: back to work, with the reason.
 */
export interface SowItemSendBack {
  item: Id;
  reason: string;
}
/**
 * What the client consented to is in place.
 */
export interface SowItemImplement {
  item: Id;
}
/**
 * Names something that the client will get.
 */
export interface DeliverableCreate {
  project: Id;
  title: string;
  description?: string;
  milestone?: Id | null;
  sow_item?: Id | null;
}
export interface DeliverableCreated {
  deliverable: Id;
}
/**
 * Takes away a draft that was never submitted.
 */
export interface DeliverableDiscard {
  deliverable: Id;
}
/**
 * Submits a version of a deliverable to the client. A file, or it is not a submission.
 */
export interface DeliverableSubmit {
  deliverable: Id;
  file: Id;
  note?: string;
}
export interface DeliverableSubmitted {
  /**
   * The number of the version, from 1.
   */
  version: number;
}
/**
 * Records that the client accepts a submitted deliverable. The same as `signoff.give` for it.
 */
export interface DeliverableAccept {
  deliverable: Id;
  signature: Signature;
}
export interface DeliverableAccepted {
  signoff: Id;
}
/**
 * Records what the client wants changed.
 */
export interface DeliverableRequestChanges {
  deliverable: Id;
  reason: string;
}
/**
 * Records what the client signed: a SOW item, a milestone, a deliverable, or the whole project.
 */
export interface SignoffGive {
  subject_kind: Subject2;
  /**
   * The SOW item, milestone, deliverable or project.
   */
  subject: string;
  signature: Signature;
}
export interface SignoffGiven {
  signoff: Id;
}
/**
 * Writes down what shall change, and why.
 */
export interface ChangeDraft {
  project: Id;
  title: string;
  reason: string;
  lines: ChangeLine[];
}
export interface ChangeDrafted {
  change: Id;
  /**
   * Counted within the project, from 1.
   */
  number: number;
  price_effect: Money20;
}
/**
 * An amount in whole minor units (paise, pence) of a currency.
 */
export interface Money20 {
  minor: number;
  currency: Currency;
}
/**
 * Gives a draft to the client.
 */
export interface ChangeSubmit {
  change: Id;
}
/**
 * Records that the client approved, with the evidence.
 */
export interface ChangeApprove {
  change: Id;
  /**
   * Who at the client.
   */
  approved_by: string;
  /**
   * Today when not given.
   */
  approved_on?: Date | null;
  evidence_file: Id;
}
/**
 * Records that the client declined.
 */
export interface ChangeDecline {
  change: Id;
  /**
   * Who at the client.
   */
  declined_by: string;
  reason: string;
}
/**
 * Takes a change request back before it is applied.
 */
export interface ChangeWithdraw {
  change: Id;
  reason: string;
}
/**
 * Makes the approved change part of the plan. The old plan stays with the request.
 */
export interface ChangeApply {
  change: Id;
}
/**
 * Drafts a progress report, or writes the draft of that period again.
 */
export interface ReportDraft {
  project: Id;
  period: Period;
  from_on: Date;
  to_on: Date;
  /**
   * Markdown.
   */
  body: string;
}
export interface ReportDrafted {
  report: Id;
}
/**
 * Records that a report went to the client.
 */
export interface ReportSend {
  report: Id;
}
/**
 * Records what the client said about the work.
 */
export interface FeedbackRecord {
  project: Id;
  contact?: Id | null;
  /**
   * Who said it; the contact's name when not given.
   */
  given_by?: string | null;
  /**
   * "How likely would you recommend us?" 0 to 10.
   */
  nps: number;
  comment?: string;
  testimonial?: string;
  /**
   * The client permits to publish the testimonial.
   */
  may_publish?: boolean;
  /**
   * Today when not given.
   */
  given_on?: Date | null;
}
export interface FeedbackRecorded {
  feedback: Id;
}

/** The tables each query depends on: when one changes, it is asked again. */
export const QUERY_READS: Record<keyof Queries, readonly string[]> = {
  'person.list': ["people","person_roles","roles"],
  'person.me': ["people","person_roles","roles","role_permissions"],
  'role.list': ["roles","role_permissions","person_roles","people"],
  'setting.list': ["settings"],
  'setting.choices': [],
  'numbering.series': ["number_series","quote_versions","agreements","receipts","invoices"],
  'file.get': ["files","settings","agreements","meeting_proofs","deliverable_versions","signoffs","change_requests","projects","assignments","kickoff_requests"],
  'home.monday': ["projects","agreements","assignments","milestones","sow_items","meetings","meeting_actions","deliverables","deliverable_versions","change_requests","staffing_requests","instalments","payments","signoffs","project_contacts","contacts","kickoff_requests","people","settings","journal"],
  'home.sales': ["deals","deal_stages","quotes","quote_versions","agreements","instalments","payments","kickoff_requests","companies","people"],
  'home.money': ["payments","instalments","agreements","companies","people","receipts","signoffs","kickoff_requests","projects","settings"],
  'home.admin': ["people","roles","person_roles","settings","leads","import_rejects","quotes","payments","kickoff_requests","staffing_requests","projects","journal"],
  'history.of': ["journal"],
  'history.recent': ["journal"],
  'history.news': ["journal"],
  'company.list': ["companies"],
  'company.get': ["companies","contacts","people"],
  'contact.list': ["contacts"],
  'contact.get': ["contacts","companies","projects","project_contacts","agreements","assignments"],
  'deal.stages': ["deal_stages"],
  'deal.list': ["deals","deal_stages","companies","people"],
  'deal.get': ["deals","deal_stages","companies","people"],
  'deal.board': ["deals","deal_stages","companies","people"],
  'tax.rates': ["tax_rates","settings"],
  'quote.list': ["quotes","quote_sections","quote_lines","quote_line_costs","quote_instalments","quote_versions","quote_approvals","companies","contacts","people","person_roles","role_permissions","tax_rates","settings"],
  'quote.get': ["quotes","quote_sections","quote_lines","quote_line_costs","quote_instalments","quote_versions","quote_approvals","companies","contacts","people","person_roles","role_permissions","tax_rates","settings"],
  'quote.versions': ["quotes","quote_versions"],
  'quote.version': ["quotes","quote_versions"],
  'quote.diff': ["quotes","quote_versions","quote_lines","quote_sections","quote_instalments"],
  'quote.verify': ["quote_versions"],
  'quote.document': ["quotes","quote_sections","quote_lines","quote_line_costs","quote_instalments","quote_versions","companies","contacts","agreements","pricing_plans","sow_items","files","people","settings"],
  'agreement.list': ["agreements","companies","people","pricing_plans","instalments","payments","kickoff_requests","projects"],
  'agreement.get': ["agreements","companies","people","pricing_plans","instalments","payments","signoffs","sow_items","kickoff_requests","projects"],
  'payment.list': ["payments","instalments","agreements","companies","people","receipts","kickoff_requests","projects","settings"],
  'payment.due': ["payments","instalments","agreements","companies","signoffs"],
  'payment.reminders_due': ["payment_reminders","payments","instalments","agreements","companies","kickoff_requests","projects","signoffs"],
  'invoice.list': ["invoices","invoice_advances","agreements","instalments","payments","receipts","companies","settings","kickoff_requests","projects"],
  'invoice.get': ["invoices","invoice_advances","agreements","instalments","payments","receipts","companies","settings","kickoff_requests","projects"],
  'reminder.list': ["payment_reminders","payments","instalments","agreements","companies","projects","signoffs","settings"],
  'schedule.due': ["journal"],
  'payment.statement': ["agreements","companies","instalments","payments","receipts","signoffs","settings","projects"],
  'payment.receipt': ["agreements","companies","instalments","payments","receipts","signoffs","settings","projects"],
  'pack.list': ["packs","people"],
  'pack.contents': ["projects","meetings","milestones","quotes","quote_versions","agreements","signoffs"],
  'pack.known': ["packs","people"],
  'lead.list': ["leads","people"],
  'lead.get': ["leads","calls","lead_notes","lead_assignments","people","deals"],
  'lead.find_duplicates': ["leads"],
  'lead.facets': ["leads"],
  'import.list': ["imports"],
  'import.get': ["imports"],
  'import.rejects': ["import_rejects"],
  'import.kept': ["leads","calls"],
  'import.match': ["import_mappings","imports","settings"],
  'import.check': ["leads","settings"],
  'assignment.rules': ["assignment_rules"],
  'assignment.simulate': ["leads","assignment_rules","caller_limits"],
  'caller.list': ["leads","lead_assignments","caller_limits","people"],
  'queue.next': ["leads","calls","people"],
  'queue.list': ["leads","calls","people"],
  'queue.counters': ["leads","calls","people"],
  'queue.callbacks': ["leads","calls","people"],
  'queue.no_next_step': ["leads","calls","people"],
  'queue.resting': ["leads","calls","people"],
  'queue.unassigned': ["leads","calls","people"],
  'call.list': ["calls","leads","people"],
  'call.current': ["calls","leads","dispositions"],
  'call.today': ["calls","people"],
  'disposition.list': ["dispositions"],
  'kickoff.inbox': ["kickoff_requests","agreements","instalments","payments","projects","people","companies","sow_items"],
  'kickoff.managers': ["people","person_roles","role_permissions"],
  'project.list': ["projects","agreements","pricing_plans","instalments","payments","sow_items","milestones","meetings","meeting_proofs","meeting_actions","deliverables","deliverable_versions","signoffs","change_requests","staffing_requests","assignments","progress_reports","feedback","companies","contacts","project_contacts","people"],
  'project.get': ["projects","agreements","pricing_plans","instalments","payments","sow_items","milestones","meetings","meeting_proofs","meeting_actions","deliverables","deliverable_versions","signoffs","change_requests","staffing_requests","assignments","progress_reports","feedback","companies","contacts","project_contacts","people"],
  'project.completion_check': ["projects","agreements","pricing_plans","instalments","payments","sow_items","milestones","meetings","meeting_proofs","meeting_actions","deliverables","deliverable_versions","signoffs","change_requests","staffing_requests","assignments","progress_reports","feedback","companies","contacts","project_contacts","people"],
  'project.way': ["projects","agreements","pricing_plans","instalments","payments","sow_items","milestones","meetings","meeting_proofs","meeting_actions","deliverables","deliverable_versions","signoffs","change_requests","staffing_requests","assignments","progress_reports","feedback","companies","contacts","project_contacts","people"],
  'project.document': ["projects","agreements","pricing_plans","instalments","payments","sow_items","milestones","meetings","meeting_proofs","meeting_actions","deliverables","deliverable_versions","signoffs","change_requests","staffing_requests","assignments","progress_reports","feedback","companies","contacts","project_contacts","people"],
  'staffing.board': ["staffing_requests","assignments","projects","people","agreements"],
  'meeting.list': ["meetings","meeting_attendees","meeting_actions","meeting_proofs","pricing_plans","people","contacts","projects","assignments"],
  'milestone.list': ["milestones","sow_items","instalments","signoffs","projects"],
  'sow_item.list': ["sow_items","people","projects","assignments"],
  'deliverable.list': ["deliverables","deliverable_versions","signoffs","files","people","projects","assignments"],
  'signoff.list': ["signoffs","milestones","sow_items","deliverables","projects","people"],
  'change.list': ["change_requests","projects","instalments","payments","invoices","milestones","sow_items"],
  'report.list': ["progress_reports","projects","assignments"],
  'feedback.list': ["feedback","projects","assignments","agreements"],
};

/** The permission that each command needs; the core may ask for more when it is sent. */
export const COMMAND_NEEDS: Record<keyof Commands, string> = {
  'workspace.create': 'workspace.create',
  'person.add': 'person.manage',
  'person.update': 'person.manage',
  'person.set_roles': 'person.manage',
  'person.set_status': 'person.manage',
  'role.set_permissions': 'role.manage',
  'setting.set': 'workspace.settings',
  'file.add': 'file.add',
  'undo': 'member',
  'company.create': 'company.edit',
  'company.update': 'company.edit',
  'company.archive': 'company.edit',
  'company.restore': 'company.edit',
  'contact.create': 'contact.edit',
  'contact.update': 'contact.edit',
  'deal.create': 'deal.work',
  'deal.create_from_lead': 'deal.work',
  'deal.move': 'deal.work',
  'deal.update': 'deal.work',
  'tax.set_rate': 'tax.manage',
  'quote.create': 'quote.work',
  'quote.update_header': 'quote.work',
  'quote.set_instalments': 'quote.work',
  'quote.set_lines': 'quote.work',
  'quote.add_section': 'quote.work',
  'quote.update_section': 'quote.work',
  'quote.remove_section': 'quote.work',
  'quote.add_line': 'quote.work',
  'quote.add_lines': 'quote.work',
  'quote.update_line': 'quote.work',
  'quote.move_line': 'quote.work',
  'quote.remove_line': 'quote.work',
  'quote.submit': 'quote.work',
  'quote.approve': 'quote.approve',
  'quote.return': 'quote.approve',
  'quote.send': 'quote.work',
  'quote.mark_viewed': 'quote.work',
  'quote.accept': 'quote.work',
  'quote.decline': 'quote.work',
  'quote.expire': 'quote.work',
  'quote.copy': 'quote.work',
  'payment.record': 'payment.record',
  'payment.verify': 'payment.verify',
  'payment.reject': 'payment.verify',
  'payment.reverse': 'payment.verify',
  'invoice.draft': 'invoice.manage',
  'invoice.issue': 'invoice.manage',
  'invoice.cancel': 'invoice.manage',
  'reminder.send': 'reminder.send',
  'schedule.run': 'schedule.run',
  'pack.record': 'pack.build',
  'lead.create': 'lead.create',
  'lead.update': 'lead.edit',
  'lead.archive': 'lead.edit',
  'lead.restore': 'lead.edit',
  'lead.merge': 'lead.edit',
  'lead.set_dnd': 'lead.edit',
  'lead.withdraw_consent': 'lead.edit',
  'lead.add_note': 'lead.edit',
  'lead.set_follow_up': 'lead.edit',
  'import.start': 'lead.import',
  'import.rows': 'lead.import',
  'import.finish': 'lead.import',
  'import.cancel': 'lead.import',
  'import.fix_row': 'lead.import',
  'import.undo': 'lead.import',
  'lead.assign': 'lead.assign',
  'lead.distribute': 'lead.assign',
  'queue.take': 'call.make',
  'assignment.rule_set': 'assignment.rules',
  'caller.set_limits': 'lead.assign',
  'call.start': 'call.make',
  'call.ringing': 'call.make',
  'call.connected': 'call.make',
  'call.ended': 'call.make',
  'call.set_note': 'call.make',
  'call.set_recording': 'call.make',
  'call.dispose': 'call.make',
  'disposition.set': 'disposition.manage',
  'kickoff.request': 'kickoff.request',
  'kickoff.accept': 'kickoff.decide',
  'kickoff.return': 'kickoff.decide',
  'kickoff.reject': 'kickoff.decide',
  'kickoff.resubmit': 'kickoff.request',
  'project.start_execution': 'project.manage',
  'project.hold': 'project.manage',
  'project.resume': 'project.manage',
  'project.cancel': 'project.manage',
  'project.complete': 'project.manage',
  'project.archive': 'project.manage',
  'project.waive_review': 'project.manage',
  'project.set_contacts': 'project.manage',
  'staffing.request': 'project.manage',
  'staffing.approve': 'staffing.decide',
  'staffing.decline': 'staffing.decide',
  'staffing.assign': 'staffing.assign',
  'staffing.release': 'staffing.assign',
  'meeting.plan': 'project.work',
  'meeting.reschedule': 'project.work',
  'meeting.hold': 'project.work',
  'meeting.cancel': 'project.work',
  'meeting.write_mom': 'project.work',
  'meeting.action_done': 'project.work',
  'meeting.add_proof': 'project.work',
  'milestone.define': 'project.manage',
  'milestone.update': 'project.manage',
  'milestone.submit': 'project.manage',
  'milestone.send_back': 'project.manage',
  'sow_item.plan': 'project.work',
  'sow_item.start': 'project.work',
  'sow_item.progress': 'project.work',
  'sow_item.submit': 'project.work',
  'sow_item.consent': 'signoff.give',
  'sow_item.send_back': 'project.work',
  'sow_item.implement': 'project.work',
  'deliverable.create': 'project.work',
  'deliverable.discard': 'project.work',
  'deliverable.submit': 'project.work',
  'deliverable.accept': 'signoff.give',
  'deliverable.request_changes': 'project.work',
  'signoff.give': 'signoff.give',
  'change.draft': 'project.manage',
  'change.submit': 'project.manage',
  'change.approve': 'project.manage',
  'change.decline': 'project.manage',
  'change.withdraw': 'project.manage',
  'change.apply': 'project.manage',
  'report.draft': 'project.work',
  'report.send': 'project.work',
  'feedback.record': 'project.work',
};
