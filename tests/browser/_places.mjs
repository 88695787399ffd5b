// Every place of the window, by a name; what is there is asked of the command line when it is needed.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { netra } from './_desk.mjs';

/** The owner, who is signed in, gets a queue of leads in India. */
export function giveQueue({ workspace }) {
  const { rows } = netra(workspace, 'ask', 'lead.list', JSON.stringify({ city: 'Pune', limit: 8 }));
  const { id } = netra(workspace, 'ask', 'person.me');
  netra(workspace, 'run', 'lead.assign', JSON.stringify({ leads: rows.map((lead) => lead.id), to: id }));
}

/** One import with rows of every kind; gives its id. */
export function importSome({ workspace }) {
  const file = join(workspace, '..', 'expo.csv');
  writeFileSync(file, 'Name,Mobile,Town\nAsha Rao,98220 41001,Pune\nAsha Rao,9822041001,Pune\n,98220 41003,Nashik\nMeena Joshi,12345,Pune\n');
  return netra(workspace, 'import', 'leads', file, '--source', 'Expo').import;
}

/** Names and addresses of all places; `firm` gives the firm once it is made. */
export function placesOf(firm) {
  const known = new Map();
  /** What the command line says, asked once: which records there are does not change meanwhile. */
  function rows(query, args = {}) {
    const question = JSON.stringify(args);
    const key = `${query} ${question}`;
    if (!known.has(key)) known.set(key, netra(firm().workspace, 'ask', query, question).rows);
    return known.get(key);
  }
  /** The first address of a kind, as the command line knows it. */
  const first = (query, prefix) => `${prefix}/${rows(query)[0].id}`;
  const quote = (state) => `/quotes/${rows('quote.list', { state })[0].id}`;
  /** A client with contacts, quotes and an agreement. */
  const client = () => rows('agreement.list')[0].company;
  let importId;
  const imported = () => (importId ??= importSome(firm()));
  return [
    ['home', () => '/'],
    ...['monday', 'caller', 'sales', 'money'].map((part) => [`home-${part}`, () => `/?as=${part}`]),
    ['leads', () => '/leads'],
    ['lead', () => first('lead.list', '/leads')],
    ['queue', () => '/calls'],
    ['leads-filtered', () => '/leads?priority=hot&owner=nobody'],
    ['import', () => '/leads/import'],
    ['import-result', () => `/leads/import/${imported()}`],
    ['call-numbers', () => '/calls/log'],
    ['call-log', () => '/calls/log?show=calls'],
    ['callbacks', () => '/calls/log?show=callbacks'],
    ['companies', () => '/companies'],
    ...['overview', 'history'].map((tab) => [`company-${tab}`, () => `/companies/${client()}/${tab}`]),
    ['deals-board', () => '/deals'],
    ['deals-list', () => '/deals?view=list'],
    ['deal', () => first('deal.list', '/deals')],
    ['agreements', () => '/agreements'],
    ...['overview', 'history'].map((tab) => [`agreement-${tab}`, () => `${first('agreement.list', '/agreements')}/${tab}`]),
    ...['due', 'verify', 'all'].map((tab) => [`payments-${tab}`, () => `/payments?show=${tab}`]),
    ...['me', 'team', 'roles', 'firm', 'calling', 'dispositions', 'sales', 'tax', 'numbering', 'brand', 'sync', 'history', 'backup'].map((part) => [
      `settings-${part}`,
      () => `/settings/${part}`,
    ]),
    ['projects', () => '/projects'],
    ['projects-board', () => '/projects?view=board'],
    ...['steps', 'plan', 'meetings', 'deliverables', 'signoffs', 'money', 'team', 'changes', 'documents', 'history'].map((tab) => [
      `project-${tab}`,
      () => `${first('project.list', '/projects')}/${tab}`,
    ]),
    ['project-items', () => `${first('project.list', '/projects')}/plan?view=board`],
    ['quotes', () => '/quotes'],
    ...['lines', 'details', 'preview', 'versions', 'history'].map((tab) => [`quote-${tab}`, () => `${quote('sent')}/${tab}`]),
    ['kickoffs', () => '/kickoffs'],
    ['packs', () => '/packs'],
    ['packs-quote', () => '/packs?kind=quote'],
    ['inbox', () => '/inbox'],
    ['changes', () => '/changes?since=week'],
    ['about', () => '/about'],
  ];
}
