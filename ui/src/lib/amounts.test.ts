import { expect, test } from 'vitest';
import { minorOf, typedOf } from './amounts';

test('amounts as they are typed', () => {
  for (const [text, currency, minor] of [
    ['1,23,456.50', 'INR', 12345650],
    ['₹ 1,23,456.5', 'INR', 12345650],
    ['0', 'INR', 0],
    ['-0', 'INR', 0],
    ['.5', 'INR', null],
    ['12.', 'INR', 1200],
    ['-3.07', 'GBP', -307],
    ['1.005', 'INR', null],
    ['500', 'JPY', 500],
    ['500.5', 'JPY', null],
    ['', 'INR', null],
    ['twelve', 'INR', null],
    ['99999999999999999', 'INR', null],
  ] as const) {
    expect(minorOf(text, currency), `${text} ${currency}`).toBe(minor);
  }
});

test('there and back', () => {
  for (const currency of ['INR', 'JPY', 'GBP']) {
    for (const minor of [0, 1, 9, 10, 99, 100, 12345, -1, -250, 9007199254740991]) {
      expect(minorOf(typedOf(minor, currency), currency)).toBe(minor);
    }
  }
});
