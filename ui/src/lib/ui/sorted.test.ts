import { expect, test } from 'vitest';
import { pressed, readSort, sorted, sortWord } from './sorted';

const rows = [
  { id: 1, name: 'beta', amount: 10 },
  { id: 2, name: '', amount: null },
  { id: 3, name: 'Alpha', amount: 9 },
  { id: 4, name: 'alpha', amount: 9 },
  { id: 5, name: 'Item 10', amount: 0 },
  { id: 6, name: 'item 2', amount: undefined },
];
const ids = (list: { id: number }[]) => list.map((row) => row.id).join(' ');

test('words go by the language, capitals and places of digits aside; what is missing comes last', () => {
  expect(ids(sorted(rows, (row) => row.name, false, 'en'))).toBe('3 4 1 6 5 2');
  expect(ids(sorted(rows, (row) => row.name, true, 'en'))).toBe('5 6 1 3 4 2');
  const hindi = ['ज्ञान', 'अमर', 'क'].map((name) => ({ id: 0, name }));
  expect(sorted(hindi, (row) => row.name, false, 'hi').map((row) => row.name)).toEqual(['अमर', 'क', 'ज्ञान']);
});

test('numbers go by size, and nothing is not 0', () => {
  expect(ids(sorted(rows, (row) => row.amount, false, 'en'))).toBe('5 3 4 1 2 6');
  expect(ids(sorted(rows, (row) => row.amount, true, 'en'))).toBe('1 3 4 5 2 6');
});

test('the rows themselves stay as they are', () => {
  const before = ids(rows);
  sorted(rows, (row) => row.name, false, 'en');
  expect(ids(rows)).toBe(before);
});

test('a third press gives the own order of the list back', () => {
  const one = pressed(undefined, 'amount', true);
  expect(one).toEqual({ column: 'amount', down: true });
  const two = pressed(one, 'amount', true);
  expect(two).toEqual({ column: 'amount', down: false });
  expect(pressed(two, 'amount', true)).toBeUndefined();
  expect(pressed(two, 'name', false)).toEqual({ column: 'name', down: false });
});

test('an address keeps it', () => {
  for (const sort of [undefined, { column: 'amount', down: true }, { column: 'name', down: false }]) {
    expect(readSort(sortWord(sort))).toEqual(sort);
  }
  expect(readSort(null)).toBeUndefined();
});
