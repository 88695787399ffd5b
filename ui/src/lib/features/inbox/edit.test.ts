import { expect, test } from 'vitest';
import { Values } from '$lib/forms/forms.svelte';
import { changedArgs, labelOf, typedValue, type ArgField } from './edit';

const FIELDS: ArgField[] = [
  { path: 'fields.name', label: 'name', kind: 'text', value: 'Asha' },
  { path: 'lines[0].qty', label: 'qty', kind: 'number', value: 2 },
  { path: 'lines[0].free', label: 'free', kind: 'check', value: true },
];
const args = { id: 'x', fields: { name: 'Asha' }, lines: [{ qty: 2, free: true }] };

test('what was typed takes its place and everything else stays', () => {
  const typed = new Values({ 'fields.name': ' Meera ', 'lines[0].qty': '1,200', 'lines[0].free': false });
  expect(changedArgs(args, FIELDS, typed)).toEqual({ id: 'x', fields: { name: 'Meera' }, lines: [{ qty: 1200, free: false }] });
  expect(args.fields.name).toBe('Asha');
});

test('a number that is none is told at its field', () => {
  const typed = new Values({ 'fields.name': 'A', 'lines[0].qty': 'two', 'lines[0].free': true });
  expect(() => changedArgs(args, FIELDS, typed)).toThrow();
});

test('a field is called what the window calls it elsewhere', () => {
  expect(labelOf({ path: 'fields.email', label: 'email', kind: 'text', value: '' })).toBe('E-mail');
  expect(labelOf({ path: 'lines[2].unit_price', label: 'lines 3, unit price', kind: 'number', value: 1 })).toBe('Lines 3, unit price');
});

test('an amount is shown and read as people write it', () => {
  const field: ArgField = { path: 'amount_minor', label: 'amount', kind: 'money', value: 1_500_000, currency: 'INR' };
  expect(labelOf(field)).toBe('Amount (INR)');
  expect(typedValue(field)).toBe('15000.00');
  const typed = new Values({ amount_minor: '₹20,000' });
  expect(changedArgs({ amount_minor: 1_500_000 }, [field], typed)).toEqual({ amount_minor: 2_000_000 });
});
