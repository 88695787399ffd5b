import type { PaymentRow } from '$lib/api/generated';
import type { Remark } from './forms.svelte';

/** What the core has to say to whoever decides on a payment that they recorded themselves. */
export function eyesRemark(payment: Pick<PaymentRow, 'same_eyes'> | undefined): Remark | undefined {
  const eyes = payment?.same_eyes;
  return eyes ? { text: eyes.note, blocks: !eyes.may } : undefined;
}
