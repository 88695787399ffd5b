import { typedOf } from '$lib/amounts';
import type { Money } from '$lib/api/generated';
import { run } from '$lib/api/rpc';
import { eyesRemark } from '$lib/forms/eyes';
import { forms } from '$lib/forms/forms.svelte';
import { amountOf } from '$lib/forms/reading';
import { money } from '$lib/i18n';
import { m } from '$lib/paraglide/messages.js';
import { toasts } from '$lib/ui/toasts.svelte';
import { attempt, told } from '$lib/undo';
import { todayHere } from '$lib/when';
import { word } from '$lib/words';
import type { Payment } from './model';

const MODES = ['bank_transfer', 'upi', 'card', 'cheque', 'cash', 'other'] as const;

/** What an instalment must tell of itself to be paid. */
export interface Payable {
  id: string;
  number: number;
  open: Money;
  company: string;
}

export function record(instalment: Payable): void {
  const { currency } = instalment.open;
  forms.ask({
    title: m.act_payment_record(),
    send: m.act_payment_record(),
    text: m.pay_text({ company: instalment.company, number: instalment.number, open: money(instalment.open) }),
    fields: [
      { name: 'amount_minor', label: m.payment_amount(), kind: 'number', value: typedOf(instalment.open.minor, currency) },
      { name: 'tds_minor', label: m.payment_tds(), kind: 'number', optional: true, hint: m.payment_tds_hint() },
      { name: 'received_on', label: m.payment_received_on(), kind: 'date', value: todayHere() },
      { name: 'mode', label: m.payment_mode(), kind: 'choice', options: MODES.map((mode) => ({ id: mode, title: word('payment_mode', mode) })) },
      { name: 'reference', label: m.payment_reference(), kind: 'text' },
    ],
    run: async (v) =>
      told(
        await run('payment.record', {
          instalment: instalment.id,
          amount_minor: amountOf(v, 'amount_minor', currency),
          tds_minor: amountOf(v, 'tds_minor', currency),
          received_on: v.maybe('received_on'),
          mode: v.text('mode') as (typeof MODES)[number],
          reference: v.text('reference'),
        }),
        m.did_payment_record(),
      ),
  });
}

/** Verifying issues the receipt, which keeps its number: so it is asked for once more. */
export function verify(payment: Payment): void {
  forms.ask({
    title: m.act_payment_verify(),
    send: m.act_payment_verify(),
    text: m.pay_verify_text({
      amount: [money(payment.amount), ...(payment.tds.minor > 0 ? [m.payment_with_tds({ tds: money(payment.tds) })] : [])].join(' '),
      company: payment.company_name,
      mode: word('payment_mode', payment.mode),
      reference: payment.reference,
      name: payment.recorded_by_name,
    }),
    fields: [],
    remark: () => eyesRemark(payment),
    run: async () => {
      const done = await run('payment.verify', { payment: payment.id });
      toasts.show({ text: m.pay_verified({ receipt: done.outcome.receipt }), tone: 'plain' });
    },
  });
}

function withReason(title: string, said: string, payment: Payment, send: (reason: string) => ReturnType<typeof run>): void {
  forms.ask({
    title,
    send: title,
    tone: 'danger',
    text: m.pay_one({ amount: money(payment.amount), company: payment.company_name, reference: payment.reference }),
    fields: [{ name: 'reason', label: m.reason(), kind: 'area' }],
    remark: () => eyesRemark(payment),
    run: async (v) => told(await send(v.text('reason')), said),
  });
}
export const reject = (payment: Payment) =>
  withReason(m.act_payment_reject(), m.did_payment_reject(), payment, (reason) => run('payment.reject', { payment: payment.id, reason }));
export const reverse = (payment: Payment) =>
  withReason(m.pay_reverse(), m.pay_reversed(), payment, (reason) => run('payment.reverse', { payment: payment.id, reason }));

export function pauseReminders(company: string, name: string, paused: boolean): void {
  void attempt(async () =>
    told(
      await run('company.update', { company, reminders_paused: paused }),
      paused ? m.reminders_rest({ name }) : m.reminders_go({ name }),
    ),
  );
}
