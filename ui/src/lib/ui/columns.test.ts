import { expect, test } from 'vitest';
import { fitting, leastWidth, moved, ordered, readLayout, shown, toggled, tsv, USUAL, widened } from './columns';

const COLUMNS = ['name', 'company', 'city', 'phone'].map((id) => ({ id, width: 'minmax(80px, 1fr)' }));
const ids = (list: { id: string }[]) => list.map((column) => column.id).join(' ');

test('columns move one place and stop at the ends', () => {
  let layout = moved(COLUMNS, USUAL, 'city', -1);
  expect(ids(ordered(COLUMNS, layout))).toBe('name city company phone');
  layout = moved(COLUMNS, layout, 'name', -1);
  expect(ids(ordered(COLUMNS, layout))).toBe('name city company phone');
  layout = moved(COLUMNS, layout, 'phone', 1);
  expect(ids(ordered(COLUMNS, layout))).toBe('name city company phone');
});

test('a column that came later follows in its own place', () => {
  const layout = moved(COLUMNS, USUAL, 'city', -1);
  const more = [...COLUMNS, { id: 'email', width: '100px' }];
  expect(ids(ordered(more, layout))).toBe('name city company phone email');
});

test('hiding, and the last column that stays', () => {
  let layout = toggled(USUAL, 'company');
  expect(ids(shown(COLUMNS, layout))).toBe('name city phone');
  for (const id of ['name', 'city', 'phone']) layout = toggled(layout, id);
  expect(ids(shown(COLUMNS, layout))).toBe('name');
  expect(ids(shown(COLUMNS, toggled(layout, 'city')))).toBe('city');
});

test('widths are kept within reason and count towards the least width', () => {
  const layout = widened(widened(USUAL, 'name', 9000), 'city', 3);
  expect(shown(COLUMNS, layout).map((column) => column.width)).toEqual(['640px', 'minmax(80px, 1fr)', '56px', 'minmax(80px, 1fr)']);
  expect(leastWidth(shown(COLUMNS, layout), 16)).toBe(640 + 80 + 56 + 80 + 48);
});

test.each([null, '', 'nonsense', '[]', '7', '{"order":7,"hidden":{"a":1},"widths":{"name":"wide"}}'])(
  'what is no layout (%s) is the usual one',
  (text) => {
    expect(readLayout(text)).toEqual(USUAL);
  },
);

test('a layout survives being written down', () => {
  const layout = widened(toggled(moved(COLUMNS, USUAL, 'city', -1), 'phone'), 'name', 200);
  expect(readLayout(JSON.stringify(layout))).toEqual(layout);
});

test('what is copied pastes into a spreadsheet as it stands', () => {
  expect(tsv([['a', 'b\tc'], ['say "no"', 'two\nlines']])).toBe('a\t"b\tc"\n"say ""no"""\t"two\nlines"');
  expect(tsv([['=1+1', '@x', '-x', '+919822011432', '-5.5', '₹5']])).toBe("'=1+1\t'@x\t'-x\t+919822011432\t-5.5\t₹5");
});

test('columns give way in their order until the others have room', () => {
  const list = [
    { id: 'name', width: '100px' },
    { id: 'company', width: 'minmax(120px, 1fr)', yields: 2 },
    { id: 'mode', width: '90px', yields: 1 },
    { id: 'amount', width: '100px' },
  ];
  expect(ids(fitting(list, 10, 440))).toBe('name company mode amount');
  expect(ids(fitting(list, 10, 439))).toBe('name company amount');
  expect(ids(fitting(list, 10, 300))).toBe('name amount');
  expect(ids(fitting(list, 10, 50))).toBe('name amount');
});
