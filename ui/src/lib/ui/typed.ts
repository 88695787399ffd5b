/**
 * What people type into date, amount and phone fields, as the plain form the core takes. Only the
 * writing is understood here; whether a value may be is the core's to say.
 */
import { minorOf } from '$lib/amounts';

const DAY = 86_400_000;
const iso = (at: Date) => at.toISOString().slice(0, 10);
const utc = (date: string) => new Date(`${date}T00:00:00Z`);

/** `2026-11-21` plus days. */
export function plusDays(date: string, days: number): string {
  return iso(new Date(utc(date).getTime() + days * DAY));
}
/** The same day so many months on, or that month's last day. */
export function plusMonths(date: string, months: number): string {
  const from = utc(date);
  const first = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months, 1));
  const lastDay = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(from.getUTCDate(), lastDay));
  return iso(first);
}

function valid(year: number, month: number, day: number): string | null {
  const at = new Date(Date.UTC(year, month - 1, day));
  if (at.getUTCFullYear() !== year || at.getUTCMonth() !== month - 1 || at.getUTCDate() !== day) return null;
  return iso(at);
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTHS_HI = ['जन', 'फ़र', 'मार्च', 'अप्रै', 'मई', 'जून', 'जुला', 'अग', 'सित', 'अक्टू', 'नव', 'दिस'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const WEEKDAYS_HI = ['रवि', 'सोम', 'मंगल', 'बुध', 'गुरु', 'शुक्र', 'शनि'];
const TODAY = ['today', 't', 'आज'];
const TOMORROW = ['tomorrow', 'tom', 'tmr', 'कल'];

function nameAt(names: readonly string[], hindi: readonly string[], word: string): number {
  if (word.length < 3 && !hindi.includes(word)) return -1;
  const english = names.findIndex((name) => word.startsWith(name));
  return english >= 0 ? english : hindi.findIndex((name) => word.startsWith(name));
}

/**
 * `21/11`, `21-11-26`, `21 Nov`, `2026-11-21`, `today`, `+10`, `+2w`, `+1m`, `fri` → a date.
 * Without a year the next such day from `today` is meant. Null when it is no date.
 */
export function dateOf(text: string, today: string): string | null {
  const plain = text.trim().toLocaleLowerCase().replaceAll(',', ' ');
  if (TODAY.includes(plain)) return today;
  if (TOMORROW.includes(plain)) return plusDays(today, 1);
  const jump = /^([+-])\s*(\d{1,4})\s*(d|w|m)?$/.exec(plain);
  if (jump) {
    const by = Number(jump[2]) * (jump[1] === '-' ? -1 : 1);
    if (jump[3] === 'm') return plusMonths(today, by);
    return plusDays(today, jump[3] === 'w' ? by * 7 : by);
  }
  const whole = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(plain);
  if (whole) return valid(Number(whole[1]), Number(whole[2]), Number(whole[3]));
  const parts = plain.split(/[\s./-]+/).filter(Boolean);
  if (parts.length === 1) {
    const weekday = nameAt(WEEKDAYS, WEEKDAYS_HI, plain);
    if (weekday < 0) return null;
    const ahead = (weekday - utc(today).getUTCDay() + 7) % 7;
    return plusDays(today, ahead === 0 ? 7 : ahead);
  }
  const [first = '', second = '', third] = parts;
  if (parts.length > 3 || !/^\d{1,2}$/.test(first) || (third !== undefined && !/^\d{2}(\d{2})?$/.test(third))) return null;
  const month = /^\d{1,2}$/.test(second) ? Number(second) : nameAt(MONTHS, MONTHS_HI, second) + 1;
  if (month < 1) return null;
  if (third !== undefined) return valid(Number(third) + (third.length === 2 ? 2000 : 0), month, Number(first));
  const year = Number(today.slice(0, 4));
  const soon = valid(year, month, Number(first));
  return soon !== null && soon >= today ? soon : (valid(year + 1, month, Number(first)) ?? soon);
}

/**
 * `9`, `930`, `9:30`, `21.30`, `9 pm`, `9:30pm` → `09:30` on a clock of 24 hours. Null when it is
 * no time of day.
 */
export function timeOf(text: string): string | null {
  const found = /^(\d{1,2})(?:\s*[:.]?\s*(\d{2}))?\s*(am|pm|a|p)?$/.exec(text.trim().toLocaleLowerCase().replaceAll('.m', 'm'));
  if (!found) return null;
  const half = found[3]?.[0];
  let hour = Number(found[1]);
  const minute = Number(found[2] ?? 0);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return null;
    hour = (hour % 12) + (half === 'p' ? 12 : 0);
  }
  if (hour > 23 || minute > 59) return null;
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

/** A time of day so many minutes on, round the clock. */
export function plusMinutes(time: string, by: number): string {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const at = (hour * 60 + minute + by + 2 * 1440) % 1440;
  return `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;
}

/** The days of a month by weeks, Monday first, with the neighbours that fill them. */
export function weeksOf(month: string): string[][] {
  const first = `${month.slice(0, 7)}-01`;
  const lead = (utc(first).getUTCDay() + 6) % 7;
  const next = plusMonths(first, 1);
  const weeks: string[][] = [];
  for (let start = plusDays(first, -lead); start < next; start = plusDays(start, 7)) {
    weeks.push(Array.from({ length: 7 }, (_, i) => plusDays(start, i)));
  }
  return weeks;
}

const SHORT: Record<string, number> = { k: 1e3, l: 1e5, lakh: 1e5, lac: 1e5, लाख: 1e5, cr: 1e7, crore: 1e7, करोड़: 1e7, m: 1e6 };

/** `1.5l` → 15000000 paise; else as `minorOf`. Null when it is no amount. */
export function amountOf(text: string, currency: string): number | null {
  const short = /^(-?[\d,]*\.?\d+)\s*(k|lakh|lac|l|लाख|crore|cr|करोड़|m)$/.exec(text.trim().toLocaleLowerCase());
  if (!short) return minorOf(text, currency);
  const [whole = '', fraction = ''] = (short[1] ?? '').replaceAll(',', '').split('.');
  const zeros = Math.log10(SHORT[short[2] ?? ''] ?? 1);
  if (fraction.length > zeros) return null;
  return minorOf(`${whole || '0'}${fraction.padEnd(zeros, '0')}`, currency);
}

/** Calling codes offered first; any other can be typed with its `+`. */
export const CALLING_CODES = ['+91', '+971', '+977', '+880', '+94', '+65', '+44', '+1', '+61', '+49'];

/** `098220 11432` with `+91` → `+919822011432`; a number typed with `+` keeps its own code. */
export function phoneOf(text: string, code: string): string {
  const trimmed = text.trim();
  if (trimmed.startsWith('+') || trimmed.startsWith('00')) {
    const digits = trimmed.replace(/^(\+|00)/, '').replaceAll(/\D/g, '');
    return digits ? `+${digits}` : '';
  }
  const digits = trimmed.replaceAll(/\D/g, '').replace(/^0+/, '');
  return digits ? `${code}${digits}` : '';
}

/** `+919822011432` as it is read aloud: `+91 98220 11432`. */
export function spaced(phone: string): string {
  if (!phone.startsWith('+')) return phone;
  const { code, rest } = phoneParts(phone);
  return phone.startsWith(code) ? `${code} ${rest}` : phone;
}

/** `+919822011432` → its code and `98220 11432` as it is read aloud. */
export function phoneParts(phone: string): { code: string; rest: string } {
  const code = CALLING_CODES.filter((known) => phone.startsWith(known)).sort((a, b) => b.length - a.length)[0];
  if (!code) return { code: '+91', rest: phone };
  const digits = phone.slice(code.length);
  return { code, rest: digits.length === 10 ? `${digits.slice(0, 5)} ${digits.slice(5)}` : digits };
}
