import { expect, test } from 'vitest';
import { actionsOf, actOf, mayNow } from './acts';
import type { Act } from './api/generated';

const refused = { kind: 'not_now' as const, code: 'quote.nothing_priced', message: 'There is nothing with a price.' };
const acts: Act[] = [
  { command: 'quote.send', refused, is_next: true },
  { command: 'quote.copy', refused: null, is_next: false },
  { command: 'quote.unheard_of', refused: null, is_next: false },
];
const run = () => undefined;

test('what is offered, in the order of the core, with its reason where it is refused', () => {
  const made = actionsOf(acts, { 'quote.copy': { title: 'Copy', keys: 'y', run }, 'quote.send': { title: 'Send', run }, 'quote.accept': { title: 'Accept', run } });
  expect(made).toEqual([
    { id: 'quote.send', group: 'here', isNext: true, title: 'Send', run, enabled: false, not: 'There is nothing with a price.' },
    { id: 'quote.copy', group: 'here', isNext: false, title: 'Copy', keys: 'y', run },
  ]);
});

test('what is not offered may not be done, as little as what is refused', () => {
  expect(['quote.copy', 'quote.send', 'quote.accept'].map((command) => mayNow(acts, command))).toEqual([true, false, false]);
  expect(mayNow(undefined, 'quote.copy')).toBe(false);
  expect(actOf(acts, 'quote.accept')).toBeUndefined();
});
