import { expect, test } from 'vitest';
import { amountOf, dateOf, phoneOf, phoneParts, plusDays, plusMinutes, plusMonths, timeOf, weeksOf } from './typed';

const TODAY = '2026-11-21'; // a Saturday

test.each([
  ['today', '2026-11-21'],
  ['आज', '2026-11-21'],
  ['tomorrow', '2026-11-22'],
  ['कल', '2026-11-22'],
  ['+10', '2026-12-01'],
  ['-1', '2026-11-20'],
  ['+2w', '2026-12-05'],
  ['+1m', '2026-12-21'],
  ['fri', '2026-11-27'],
  ['saturday', '2026-11-28'],
  ['शुक्रवार', '2026-11-27'],
  ['21/11', '2026-11-21'],
  ['20/11', '2027-11-20'],
  ['1-2-27', '2027-02-01'],
  ['1.2.2027', '2027-02-01'],
  ['24 Dec', '2026-12-24'],
  ['24 december 2027', '2027-12-24'],
  ['24 दिसंबर', '2026-12-24'],
  ['2027-03-09', '2027-03-09'],
  ['29/2', null],
  ['29/2/2028', '2028-02-29'],
  ['31/11', null],
  ['12/13', null],
  ['soon', null],
  ['', null],
  ['5', null],
] as const)('%s is %s', (text, date) => {
  expect(dateOf(text, TODAY)).toBe(date);
});

test.each([
  ['9', '09:00'],
  ['930', '09:30'],
  ['9:30', '09:30'],
  ['21.30', '21:30'],
  ['2130', '21:30'],
  ['0:05', '00:05'],
  ['9 pm', '21:00'],
  ['9:30pm', '21:30'],
  ['12 am', '00:00'],
  ['12pm', '12:00'],
  ['9 p.m', '21:00'],
  ['24:00', null],
  ['9:60', null],
  ['13 pm', null],
  ['0 am', null],
  ['9:3', null],
  ['noon', null],
  ['', null],
] as const)('%s on the clock is %s', (text, time) => {
  expect(timeOf(text)).toBe(time);
});

test('every minute of a day is read as it is shown, and steps come round', () => {
  for (let i = 0; i < 1440; i++) {
    const time = plusMinutes('00:00', i);
    expect(timeOf(time)).toBe(time);
    expect(plusMinutes(time, 1440)).toBe(time);
    expect(plusMinutes(plusMinutes(time, 15), -15)).toBe(time);
  }
  expect(plusMinutes('23:50', 15)).toBe('00:05');
  expect(plusMinutes('00:05', -15)).toBe('23:50');
});

test('months end where they end', () => {
  expect(plusMonths('2027-01-31', 1)).toBe('2027-02-28');
  expect(plusMonths('2027-03-31', -1)).toBe('2027-02-28');
  expect(plusMonths('2026-11-21', 2)).toBe('2027-01-21');
});

test('every month is whole weeks that hold each of its days once', () => {
  for (let i = 0, month = '2024-01-01'; i < 60; i++, month = plusMonths(month, 1)) {
    const days = weeksOf(month).flat();
    expect(days.length % 7).toBe(0);
    expect(new Set(days).size).toBe(days.length);
    const next = plusMonths(month, 1);
    for (let day = month; day < next; day = plusDays(day, 1)) expect(days).toContain(day);
    expect(new Date(`${days[0] ?? ''}T00:00:00Z`).getUTCDay()).toBe(1);
  }
});

test.each([
  ['1.5l', 15_000_000],
  ['2 lakh', 20_000_000],
  ['1.25 cr', 1_250_000_000],
  ['12k', 1_200_000],
  ['.5l', 5_000_000],
  ['3 लाख', 30_000_000],
  ['1,23,456.50', 12_345_650],
  ['1.234567l', null],
  ['l', null],
  ['', null],
] as const)('%s is %s paise', (text, minor) => {
  expect(amountOf(text, 'INR')).toBe(minor);
});

test.each([
  ['98220 11432', '+91', '+919822011432'],
  ['098220-11432', '+91', '+919822011432'],
  ['+44 20 7946 0000', '+91', '+442079460000'],
  ['0044 20 7946 0000', '+91', '+442079460000'],
  ['501234567', '+971', '+971501234567'],
  ['', '+91', ''],
  ['+', '+91', ''],
] as const)('%s with %s is %s', (text, code, phone) => {
  expect(phoneOf(text, code)).toBe(phone);
});

test('a phone comes apart and together again', () => {
  for (const phone of ['+919822011432', '+971501234567', '+14155550100', '+442079460000']) {
    const { code, rest } = phoneParts(phone);
    expect(phoneOf(rest, code)).toBe(phone);
  }
});
