import { ask, run } from '$lib/api/rpc';
import { saved } from '$lib/forms/reading';
import { m } from '$lib/paraglide/messages.js';
import { attempt, told } from '$lib/undo';
import { todayHere } from '$lib/when';
import { day, money } from '$lib/i18n';
import { refused, said, type Acts, type Tools } from './tools';

/** The plan: milestones, SOW items and the people who do them. */
export function planActs(t: Tools): Acts {
  const { id, desk, project, currency, ours, open, direct, sign, askReason, reason } = t;

  function defineMilestone() {
    const loose = (desk.items.data?.rows ?? []).filter((item) => !item.milestone && item.state !== 'dropped');
    const free = (project()?.instalments ?? []).filter((line) => !line.has_due_rule);
    open('milestone.define', {
      fields: [
        { name: 'title', label: m.title(), kind: 'text' },
        { name: 'planned_on', label: m.milestone_planned_on(), kind: 'date', value: project()?.end_on ?? '' },
        { name: 'items', label: m.milestone_items(), kind: 'many', options: loose.map((i) => ({ id: i.id, title: i.title })) },
        {
          name: 'instalments',
          label: m.milestone_instalments(),
          kind: 'many',
          options: free.map((l) => ({ id: l.id, title: `${l.number} · ${l.title} · ${money({ minor: l.amount_minor, currency: currency() })}` })),
        },
        { name: 'description', label: m.description(), kind: 'area', optional: true },
      ],
      run: async (v) =>
        told(
          await run('milestone.define', {
            project: id(),
            title: v.text('title'),
            description: v.text('description'),
            planned_on: v.text('planned_on'),
            items: v.list('items'),
            instalments: v.list('instalments'),
          }),
          said('milestone.define'),
        ),
    });
  }

  function updateMilestone(milestone: string) {
    const found = desk.milestones.data?.rows.find((row) => row.id === milestone);
    if (!found) return;
    const items = (desk.items.data?.rows ?? []).filter((i) => i.state !== 'dropped' && (!i.milestone || i.milestone === milestone));
    const lines = (project()?.instalments ?? []).filter((l) => !l.has_due_rule || l.milestone === milestone);
    open('milestone.update', {
      fields: [
        { name: 'title', label: m.title(), kind: 'text', value: found.title },
        { name: 'planned_on', label: m.milestone_planned_on(), kind: 'date', value: found.planned_on },
        { name: 'items', label: m.milestone_items(), kind: 'many', options: items.map((i) => ({ id: i.id, title: i.title })), value: found.items },
        {
          name: 'instalments',
          label: m.milestone_instalments(),
          kind: 'many',
          options: lines.map((l) => ({ id: l.id, title: `${l.number} · ${l.title} · ${money({ minor: l.amount_minor, currency: currency() })}` })),
          value: found.instalments,
        },
        { name: 'description', label: m.description(), kind: 'area', optional: true, value: found.description },
      ],
      run: (v) =>
        saved(
          v,
          {
            title: v.text('title'),
            description: v.text('description'),
            planned_on: v.text('planned_on'),
            items: v.list('items'),
            instalments: v.list('instalments'),
          },
          (change) => run('milestone.update', { milestone, ...change }),
          said('milestone.update'),
        ),
    });
  }

  function release(assignment: string) {
    const found = desk.staffing.data?.assignments.find((row) => row.id === assignment);
    open('staffing.release', {
      ...(found ? { text: `${found.person_name} · ${found.role}` } : {}),
      fields: [{ name: 'last_on', label: m.staff_last_on(), kind: 'date', value: todayHere() }],
      run: async (v) => told(await run('staffing.release', { assignment, last_on: v.text('last_on') }), said('staffing.release')),
    });
  }

  async function setContacts() {
    const company = project()?.company ?? '';
    const all = await ask('contact.list', { company });
    open('project.set_contacts', {
      fields: [
        {
          name: 'contacts',
          label: m.team_client(),
          kind: 'many',
          options: all.rows.map((c) => ({ id: c.id, title: c.name })),
          value: (project()?.contacts ?? []).map((c) => c.id),
        },
      ],
      run: async (v) => told(await run('project.set_contacts', { project: id(), contacts: v.list('contacts') }), said('project.set_contacts')),
    });
  }

  function progress(item: string) {
    const found = desk.items.data?.rows.find((row) => row.id === item);
    open('sow_item.progress', {
      ...(found ? { text: found.title } : {}),
      fields: [{ name: 'percent', label: m.item_percent(), kind: 'number', value: String(found?.progress_percent ?? 0) }],
      run: async (v) => {
        const percent = Number(v.text('percent'));
        if (!Number.isInteger(percent)) throw refused('percent', m.number_not_read());
        return told(await run('sow_item.progress', { item, percent }), said('sow_item.progress'));
      },
    });
  }

  function planItem(item: string) {
    const found = desk.items.data?.rows.find((row) => row.id === item);
    open('sow_item.plan', {
      ...(found ? { text: found.title } : {}),
      fields: [
        { name: 'owner', label: m.item_owner(), kind: 'choice', options: ours(), optional: true, value: found?.owner ?? '' },
        { name: 'planned_start', label: m.item_start(), kind: 'date', optional: true, value: found?.planned_start ?? '' },
        { name: 'planned_end', label: m.item_end(), kind: 'date', optional: true, value: found?.planned_end ?? '' },
      ],
      run: async (v) =>
        told(
          await run('sow_item.plan', {
            item,
            owner: v.maybe('owner'),
            planned_start: v.maybe('planned_start'),
            planned_end: v.maybe('planned_end'),
          }),
          said('sow_item.plan'),
        ),
    });
  }

  function consent(item: string) {
    const found = desk.items.data?.rows.find((row) => row.id === item);
    sign('sow_item.consent', found?.title, (signature) => run('sow_item.consent', { item, signature }));
  }

  function requestStaff() {
    open('staffing.request', {
      fields: [
        { name: 'role', label: m.staff_role(), kind: 'text' },
        { name: 'skills', label: m.staff_skills(), kind: 'text', optional: true },
        { name: 'allocation_percent', label: m.staff_share(), kind: 'number', value: '100' },
        { name: 'from_on', label: m.staff_from(), kind: 'date', value: project()?.start_on ?? '' },
        { name: 'to_on', label: m.staff_to(), kind: 'date', value: project()?.end_on ?? '' },
      ],
      run: async (v) =>
        told(
          await run('staffing.request', {
            project: id(),
            role: v.text('role'),
            skills: v.text('skills'),
            allocation_percent: Number(v.text('allocation_percent')) || 0,
            from_on: v.maybe('from_on'),
            to_on: v.maybe('to_on'),
          }),
          said('staffing.request'),
        ),
    });
  }

  function assign(request: string) {
    open('staffing.assign', {
      ...askedFor(request),
      fields: [
        { name: 'person', label: m.staff_person(), kind: 'choice', options: ours() },
        { name: 'override_reason', label: m.staff_override(), kind: 'text', optional: true, hint: m.staff_override_hint() },
      ],
      run: async (v) =>
        told(
          await run('staffing.assign', { request, person: v.text('person'), override_reason: v.maybe('override_reason') }),
          said('staffing.assign'),
        ),
    });
  }

  /** A request is decided on with all of it in view: HR has not read it before, and takes nothing back. */
  function askedFor(request: string) {
    const found = desk.staffing.data?.requests.find((row) => row.id === request);
    if (!found) return {};
    const facts = [
      { id: 'role', name: m.staff_role(), value: found.role, strong: true },
      { id: 'skills', name: m.staff_skills(), value: found.skills },
      { id: 'project', name: m.staff_project(), value: found.project_name },
      { id: 'share', name: m.staff_share(), value: m.project_allocation({ percent: found.allocation_percent }) },
      { id: 'days', name: m.staff_days(), value: `${day(found.from_on)} – ${day(found.to_on)}` },
      { id: 'by', name: m.staff_by(), value: found.requested_by_name },
    ];
    return { facts: facts.filter((fact) => fact.value) };
  }

  return {
    'milestone.define': defineMilestone,
    'milestone.update': updateMilestone,
    'staffing.release': release,
    'project.set_contacts': () => void attempt(setContacts),
    'milestone.submit': (milestone) => direct(() => run('milestone.submit', { milestone }), 'milestone.submit'),
    'milestone.send_back': (milestone) =>
      askReason('milestone.send_back', undefined, (why) => run('milestone.send_back', { milestone, reason: why })),
    'sow_item.plan': planItem,
    'sow_item.start': (item) => direct(() => run('sow_item.start', { item }), 'sow_item.start'),
    'sow_item.progress': progress,
    'sow_item.submit': (item) => direct(() => run('sow_item.submit', { item }), 'sow_item.submit'),
    'sow_item.consent': consent,
    'sow_item.send_back': (item) => askReason('sow_item.send_back', undefined, (why) => run('sow_item.send_back', { item, reason: why })),
    'sow_item.implement': (item) => direct(() => run('sow_item.implement', { item }), 'sow_item.implement'),
    'staffing.request': requestStaff,
    'staffing.approve': (request) =>
      open('staffing.approve', {
        ...askedFor(request),
        fields: [],
        run: async () => told(await run('staffing.approve', { request }), said('staffing.approve')),
      }),
    'staffing.decline': (request) =>
      open('staffing.decline', {
        ...askedFor(request),
        fields: [reason()],
        run: async (v) => told(await run('staffing.decline', { request, reason: v.text('reason') }), said('staffing.decline')),
      }),
    'staffing.assign': assign,
  };
}
