import { expect, test } from 'vitest';
import { blankLine, KINDS, lineOf, type Typed } from './change';

const typed = (change: Partial<Typed>): Typed => ({ ...blankLine(), ...change });

test('an empty line is no line', () => {
  for (const kind of KINDS) expect(lineOf(typed({ kind })), kind).toBeNull();
  expect(lineOf(typed({ kind: 'meetings', promised: '8.5' }))).toBeNull();
  expect(lineOf(typed({ kind: 'add_instalment', title: 'Third', amount_minor: 5 }))).toBeNull();
});

test('a line carries what its kind needs and nothing else', () => {
  const all = { title: 'Audit', item: 'i', milestone: 'm', instalment: 'n', promised: ' 8 ', amount_minor: 500, on: '2026-12-31' };
  const sent = Object.fromEntries(KINDS.map((kind) => [kind, lineOf(typed({ ...all, kind }))]));
  expect(sent).toEqual({
    add_item: { kind: 'add_item', title: 'Audit', milestone: 'm' },
    drop_item: { kind: 'drop_item', item: 'i' },
    end_date: { kind: 'end_date', end_on: '2026-12-31' },
    meetings: { kind: 'meetings', promised: 8 },
    instalment_amount: { kind: 'instalment_amount', instalment: 'n', amount_minor: 500 },
    add_instalment: { kind: 'add_instalment', title: 'Audit', amount_minor: 500, due_on: '2026-12-31' },
    instalment_due: { kind: 'instalment_due', instalment: 'n', due_on: '2026-12-31' },
    waive_instalment: { kind: 'waive_instalment', instalment: 'n' },
  });
});
