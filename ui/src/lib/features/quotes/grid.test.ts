import { expect, test } from 'vitest';
import { changeOf, pasted, typed } from './grid';
import type { Line } from './model';

const inr = (minor: number) => ({ minor, currency: 'INR' as const });
const line: Line = {
  id: '1',
  position: 1,
  kind: 'goods',
  part_number: 'SW-48P',
  description: 'Switch',
  quantity: '4',
  unit: 'no.',
  unit_price: inr(7450000),
  discount_percent: '0',
  tax_code: '',
  tax_rate: 'gst18',
  inclusion: 'included',
  tiers: ['basic'],
  amount: inr(29800000),
  net: inr(29800000),
};

test('what was typed becomes the change that is sent', () => {
  for (const [cell, text, change] of [
    ['description', ' Core switch ', { description: 'Core switch' }],
    ['description', 'Switch', null],
    ['quantity', '12', { quantity: '12' }],
    ['quantity', '1,200.5', { quantity: '1200.5' }],
    ['quantity', '4 ', null],
    ['quantity', 'many', 'unread'],
    ['quantity', '-1', 'unread'],
    ['discount_percent', '5 %', { discount_percent: '5' }],
    ['discount_percent', '', { discount_percent: '0' }],
    ['unit_price', '₹74,999.9', { unit_price_minor: 7499990 }],
    ['unit_price', '74500.00', null],
    ['unit_price', '1.005', 'unread'],
    ['unit_cost', '61,200', { unit_cost_minor: 6120000 }],
    ['unit_cost', '', null],
    ['tax_rate', 'gst5', { tax_rate: 'gst5' }],
    ['tax_rate', 'gst18', null],
    ['amount', '9', null],
  ] as const) {
    expect(changeOf(line, cell, text), `${cell} ${text}`).toEqual(change);
  }
});

test('opening a cell and leaving it changes nothing', () => {
  for (const cell of ['part_number', 'description', 'quantity', 'unit', 'unit_cost', 'unit_price', 'discount_percent', 'tax_rate'] as const) {
    expect(changeOf(line, cell, typed(line, cell)), cell).toBeNull();
  }
});

test('rows from a spreadsheet', () => {
  expect(pasted('AP-1\tAccess point\t12\tno.\t22,900.00\r\n\nJust words\n', 'INR')).toEqual([
    { part_number: 'AP-1', description: 'Access point', quantity: '12', unit: 'no.', unit_price_minor: 2290000 },
    { part_number: '', description: 'Just words', quantity: '1', unit: '', unit_price_minor: 0 },
  ]);
  expect(pasted('AP-1\tAccess point\t1\nAP-1\tAccess point\tmany', 'INR')).toEqual({ row: 2, cell: 'quantity', text: 'many' });
  expect(pasted('AP-1\tAccess point\t2\tno.\tdear', 'INR')).toEqual({ row: 1, cell: 'unit_price', text: 'dear' });
  expect(pasted('AP-1\t\t2', 'INR')).toEqual({ row: 1, cell: 'description', text: '' });
  expect(pasted('', 'INR')).toEqual([]);
  // Where typing begins with the description, pasting does, too; whole rows are whole rows.
  const days = { part_number: '', description: 'Site visits', quantity: '2', unit: 'days', unit_price_minor: 900000 };
  expect(pasted('Site visits\t2\tdays\t9,000', 'INR', true)).toEqual([days]);
  expect(pasted('What\tQty\tUnit\tPrice\nSite visits\t2\tdays\t9,000', 'INR', true)).toEqual([days]);
  expect(pasted('A-1\tSite visits\t2\tdays\t9,000', 'INR', true)).toEqual([{ ...days, part_number: 'A-1' }]);
  expect(pasted('Site visits\tdays', 'INR', true)).toEqual({ row: 1, cell: 'quantity', text: 'days' });
});
