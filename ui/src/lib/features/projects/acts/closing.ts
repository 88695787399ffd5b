import { nowMs } from '$lib/clock';
import { ask, run } from '$lib/api/rpc';
import { eyesRemark } from '$lib/forms/eyes';
import { m } from '$lib/paraglide/messages.js';
import { attempt, told } from '$lib/undo';
import { typedOf } from '$lib/amounts';
import { money } from '$lib/i18n';
import { todayHere, wallOf } from '$lib/when';
import { word } from '$lib/words';
import { amount, said, stored, type Acts, type Tools } from './tools';

/** What closes a project: deliverables, sign-offs, payments, changes, feedback, its stage. */
export function closingActs(t: Tools): Acts {
  const { id, desk, project, currency, theirs, open, direct, confirmed, sign, reason, askReason } = t;

  function signOff(kind: 'project' | 'milestone', record: string) {
    const of = kind === 'milestone' ? desk.milestones.data?.rows.find((row) => row.id === record)?.title : project()?.name;
    sign('signoff.give', of, (signature) => run('signoff.give', { subject_kind: kind, subject: record, signature }));
  }

  function submitDeliverable(deliverable: string) {
    const found = desk.deliverables.data?.rows.find((row) => row.id === deliverable);
    open('deliverable.submit', {
      ...(found ? { text: found.title } : {}),
      fields: [
        { name: 'file', label: m.deliverable_file(), kind: 'file' },
        { name: 'note', label: m.note(), kind: 'text', optional: true },
      ],
      run: async (v) =>
        told(
          await run('deliverable.submit', { deliverable, file: await stored(v, 'file'), note: v.text('note') }),
          said('deliverable.submit'),
        ),
    });
  }

  function acceptDeliverable(deliverable: string) {
    const found = desk.deliverables.data?.rows.find((row) => row.id === deliverable);
    sign('deliverable.accept', found?.title, (signature) => run('deliverable.accept', { deliverable, signature }));
  }

  function addDeliverable() {
    const of = (rows: { id: string; title: string }[] | undefined) => (rows ?? []).map((row) => ({ id: row.id, title: row.title }));
    open('deliverable.create', {
      fields: [
        { name: 'title', label: m.title(), kind: 'text' },
        { name: 'milestone', label: m.milestone(), kind: 'choice', optional: true, options: of(desk.milestones.data?.rows) },
        { name: 'description', label: m.description(), kind: 'area', optional: true },
      ],
      run: async (v) =>
        told(
          await run('deliverable.create', {
            project: id(),
            title: v.text('title'),
            description: v.text('description'),
            milestone: v.maybe('milestone'),
          }),
          said('deliverable.create'),
        ),
    });
  }

  function recordPayment(instalment: string) {
    const line = project()?.instalments?.find((entry) => entry.id === instalment);
    open('payment.record', {
      ...(line ? { text: m.payment_text({ number: line.number, open: money({ minor: line.open_minor, currency: currency() }) }) } : {}),
      fields: [
        { name: 'amount_minor', label: m.payment_amount(), kind: 'number', value: line ? typedOf(line.open_minor, currency()) : '' },
        { name: 'tds_minor', label: m.payment_tds(), kind: 'number', value: '', optional: true, hint: m.payment_tds_hint() },
        { name: 'received_on', label: m.payment_received_on(), kind: 'date', value: todayHere() },
        {
          name: 'mode',
          label: m.payment_mode(),
          kind: 'choice',
          options: ['bank_transfer', 'upi', 'card', 'cheque', 'cash', 'other'].map((mode) => ({ id: mode, title: word('payment_mode', mode) })),
        },
        { name: 'reference', label: m.payment_reference(), kind: 'text' },
      ],
      run: async (v) =>
        told(
          await run('payment.record', {
            instalment,
            amount_minor: amount(v, 'amount_minor', currency()),
            tds_minor: amount(v, 'tds_minor', currency()),
            received_on: v.maybe('received_on'),
            mode: v.text('mode') as 'bank_transfer',
            reference: v.text('reference'),
          }),
          said('payment.record'),
        ),
    });
  }

  /** The check names the instalment; what is verified is the payment that waits on it. */
  async function verifyPayment(instalment: string) {
    const { rows } = await ask('payment.list', { agreement: project()?.agreement ?? '' });
    const waiting = rows.filter((row) => row.instalment === instalment && row.state === 'recorded');
    open('payment.verify', {
      text: m.payment_verify_text(),
      fields: [
        {
          name: 'payment',
          label: m.money_payments(),
          kind: 'choice',
          options: waiting.map((row) => ({ id: row.id, title: `${money(row.amount)} · ${word('payment_mode', row.mode)} · ${row.reference}` })),
        },
      ],
      remark: (v) => eyesRemark(waiting.find((row) => row.id === v.text('payment'))),
      run: async (v) => told(await run('payment.verify', { payment: v.text('payment') }), said('payment.verify')),
    });
  }

  const name = () => project()?.name ?? '';
  async function applyChange(change: string) {
    const { rows } = await ask('change.list', { project: id() });
    const found = rows.find((row) => row.id === change);
    confirmed('change.apply', m.change_apply_text({ change: found ? `${found.number} · ${found.title}` : '' }), () => run('change.apply', { change }));
  }

  function declineChange(change: string) {
    open('change.decline', {
      fields: [{ name: 'declined_by', label: m.sign_by(), kind: 'text' }, reason()],
      run: async (v) =>
        told(await run('change.decline', { change, declined_by: v.text('declined_by'), reason: v.text('reason') }), said('change.decline')),
    });
  }

  function approveChange(change: string) {
    open('change.approve', {
      fields: [
        { name: 'approved_by', label: m.sign_by(), kind: 'text' },
        { name: 'approved_on', label: m.sign_on(), kind: 'date', value: todayHere() },
        { name: 'evidence_file', label: m.sign_evidence(), kind: 'file' },
      ],
      run: async (v) =>
        told(
          await run('change.approve', {
            change,
            approved_by: v.text('approved_by'),
            approved_on: v.maybe('approved_on'),
            evidence_file: await stored(v, 'evidence_file'),
          }),
          said('change.approve'),
        ),
    });
  }

  function feedback() {
    open('feedback.record', {
      fields: [
        { name: 'contact', label: m.sign_contact(), kind: 'choice', options: theirs(), optional: true, value: theirs()[0]?.id ?? '' },
        { name: 'nps', label: m.feedback_nps(), kind: 'choice', options: Array.from({ length: 11 }, (_, n) => ({ id: String(n), title: String(n) })), value: '9' },
        { name: 'comment', label: m.feedback_comment(), kind: 'area', optional: true },
        { name: 'testimonial', label: m.feedback_testimonial(), kind: 'area', optional: true },
        { name: 'may_publish', label: m.feedback_publish(), kind: 'check' },
      ],
      run: async (v) =>
        told(
          await run('feedback.record', {
            project: id(),
            contact: v.maybe('contact'),
            nps: Number(v.text('nps')),
            comment: v.text('comment'),
            testimonial: v.text('testimonial'),
            may_publish: v.flag('may_publish'),
          }),
          said('feedback.record'),
        ),
    });
  }

  function draftReport() {
    const today = todayHere();
    const weekAgo = wallOf(new Date(nowMs() - 6 * 86_400_000)).slice(0, 10);
    open('report.draft', {
      fields: [
        {
          name: 'period',
          label: m.report_period(),
          kind: 'choice',
          options: ['weekly', 'monthly'].map((period) => ({ id: period, title: word('period', period) })),
        },
        { name: 'from_on', label: m.staff_from(), kind: 'date', value: weekAgo },
        { name: 'to_on', label: m.staff_to(), kind: 'date', value: today },
        { name: 'body', label: m.report_body(), kind: 'area', hint: m.markdown_hint() },
      ],
      run: async (v) =>
        told(
          await run('report.draft', {
            project: id(),
            period: v.text('period') as 'weekly',
            from_on: v.text('from_on'),
            to_on: v.text('to_on'),
            body: v.text('body'),
          }),
          said('report.draft'),
        ),
    });
  }

  function cancelProject() {
    open('project.cancel', {
      tone: 'danger',
      text: m.cancel_text({ project: project()?.name ?? '' }),
      fields: [
        reason(),
        { name: 'owed_by_client_minor', label: m.cancel_owed_by(), kind: 'number', value: '0' },
        { name: 'owed_to_client_minor', label: m.cancel_owed_to(), kind: 'number', value: '0' },
        { name: 'client_informed_on', label: m.cancel_informed(), kind: 'date', value: todayHere() },
      ],
      run: async (v) =>
        told(
          await run('project.cancel', {
            project: id(),
            reason: v.text('reason'),
            owed_by_client_minor: amount(v, 'owed_by_client_minor', currency()),
            owed_to_client_minor: amount(v, 'owed_to_client_minor', currency()),
            client_informed_on: v.text('client_informed_on'),
          }),
          said('project.cancel'),
        ),
    });
  }

  return {
    'signoff.give': (record) => signOff(record === id() ? 'project' : 'milestone', record),
    'deliverable.create': addDeliverable,
    'deliverable.submit': submitDeliverable,
    'deliverable.accept': acceptDeliverable,
    'deliverable.request_changes': (deliverable) =>
      askReason('deliverable.request_changes', undefined, (why) => run('deliverable.request_changes', { deliverable, reason: why })),
    'payment.record': recordPayment,
    'payment.verify': (instalment) => void attempt(() => verifyPayment(instalment)),
    'deliverable.discard': (deliverable) => direct(() => run('deliverable.discard', { deliverable }), 'deliverable.discard'),
    'report.send': (report) => confirmed('report.send', m.report_send_text({ project: name() }), () => run('report.send', { report })),
    'change.draft': () => (desk.panes.change = true),
    'change.decline': declineChange,
    'change.submit': (change) => direct(() => run('change.submit', { change }), 'change.submit'),
    'change.approve': approveChange,
    'change.apply': (change) => void attempt(() => applyChange(change)),
    'change.withdraw': (change) => askReason('change.withdraw', undefined, (why) => run('change.withdraw', { change, reason: why })),
    'feedback.record': feedback,
    'report.draft': draftReport,
    'project.start_execution': () =>
      confirmed('project.start_execution', m.project_start_text({ project: name() }), () => run('project.start_execution', { project: id() })),
    'project.hold': () => askReason('project.hold', project()?.name, (why) => run('project.hold', { project: id(), reason: why })),
    'project.resume': () => direct(() => run('project.resume', { project: id() }), 'project.resume'),
    'project.waive_review': () =>
      askReason('project.waive_review', undefined, (why) => run('project.waive_review', { project: id(), reason: why })),
    'project.cancel': cancelProject,
    'project.archive': () => confirmed('project.archive', m.project_archive_text({ project: name() }), () => run('project.archive', { project: id() })),
  };
}
