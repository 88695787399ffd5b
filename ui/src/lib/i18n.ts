import { nowMs } from '$lib/clock';
import { preferences } from '$lib/preferences.svelte';

/**
 * Money, numbers and times as the reader's language writes them. Only the shape of the digits is
 * chosen here; every amount and moment comes from the core.
 */
export interface Money {
  minor: number;
  currency: string;
}

/** Rupees group by lakh and crore in both languages; other money groups by thousands. */
function tag(currency = 'INR'): string {
  const region = currency === 'INR' ? 'IN' : 'GB';
  return preferences.locale === 'hi' ? `hi-IN-u-nu-latn` : `en-${region}`;
}

/** Web views may report locales that Intl refuses ("C"); the plain form is then good enough. */
function guarded<T>(make: (locale: string) => T, locale: string): T {
  try {
    return make(locale);
  } catch {
    return make('en');
  }
}

const kept = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `n${locale}${JSON.stringify(options)}`;
  let format = kept.get(key) as Intl.NumberFormat | undefined;
  if (!format) {
    format = guarded((l) => new Intl.NumberFormat(l, options), locale);
    kept.set(key, format);
  }
  return format;
}

function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const locale = tag();
  const key = `d${locale}${JSON.stringify(options)}`;
  let format = kept.get(key) as Intl.DateTimeFormat | undefined;
  if (!format) {
    format = guarded((l) => new Intl.DateTimeFormat(l, options), locale);
    kept.set(key, format);
  }
  return format;
}

/** `₹12,34,567.00`. `plain` leaves the currency sign out, for columns that say it once. */
export function money(amount: Money, options: { plain?: boolean; whole?: boolean } = {}): string {
  const style = numberFormat(tag(amount.currency), { style: 'currency', currency: amount.currency });
  const digits = style.resolvedOptions().maximumFractionDigits ?? 2;
  const shown = options.whole && amount.minor % 10 ** digits === 0 ? 0 : digits;
  const format = numberFormat(tag(amount.currency), {
    ...(options.plain ? {} : { style: 'currency', currency: amount.currency }),
    minimumFractionDigits: shown,
    maximumFractionDigits: shown,
  });
  return format.format(amount.minor / 10 ** digits);
}

export function count(value: number): string {
  return numberFormat(tag(), {}).format(value);
}

/** `12.4 L`, `1.2 Cr`: a figure on a chart's axis, where there is no room for all of it. */
export function briefly(value: number): string {
  return numberFormat(tag(), { notation: 'compact', maximumFractionDigits: 1 }).format(value);
}

/** `41 %` from 0.41. */
export function percent(share: number, digits = 0): string {
  return numberFormat(tag(), { style: 'percent', maximumFractionDigits: digits }).format(share);
}

/** A date without a time of day (`2026-11-21`) is the same day everywhere. */
function moment(iso: string): { at: Date; zone: Intl.DateTimeFormatOptions } {
  const dateOnly = iso.length === 10;
  return { at: new Date(dateOnly ? `${iso}T00:00:00Z` : iso), zone: dateOnly ? { timeZone: 'UTC' } : zone };
}

let zone: Intl.DateTimeFormatOptions = {};
/** Times are shown in the workspace's zone, not the machine's. */
export function setZone(name: string | undefined): void {
  zone = name ? { timeZone: name } : {};
}
/** The zone in which times are shown; undefined is the machine's own. */
export function shownZone(): string | undefined {
  return zone.timeZone;
}

/** `21 Nov`, with the year when it is not this one. */
export function day(iso: string): string {
  const { at, zone } = moment(iso);
  const far = at.getFullYear() !== new Date(nowMs()).getFullYear();
  return dateFormat({ day: 'numeric', month: 'short', ...(far ? { year: 'numeric' } : {}), ...zone }).format(at);
}

/** `21 Nov 2026`, for a field in which it can be changed. */
export function fullDay(iso: string): string {
  const { at, zone } = moment(iso);
  return dateFormat({ day: 'numeric', month: 'short', year: 'numeric', ...zone }).format(at);
}

/** `November 2026`, over a calendar. */
export function monthAndYear(iso: string): string {
  const { at, zone } = moment(iso);
  return dateFormat({ month: 'long', year: 'numeric', ...zone }).format(at);
}

/** The days of a week, Monday first: `Mo` and `Monday`. */
export function weekdayNames(): { short: string; long: string }[] {
  return Array.from({ length: 7 }, (_, i) => {
    const at = new Date(Date.UTC(2026, 0, 5 + i));
    const name = (weekday: 'short' | 'long') => dateFormat({ weekday, timeZone: 'UTC' }).format(at);
    return { short: name('short').slice(0, preferences.locale === 'hi' ? 4 : 2), long: name('long') };
  });
}

/** `Nov`, or `Nov 2027` when the year is asked for. */
export function month(iso: string, withYear = false): string {
  const { at, zone } = moment(iso);
  return dateFormat({ month: 'short', ...(withYear ? { year: 'numeric' } : {}), ...zone }).format(at);
}

/** `16:40`. */
export function clock(iso: string): string {
  const { at, zone } = moment(iso);
  return dateFormat({ hour: '2-digit', minute: '2-digit', hour12: false, ...zone }).format(at);
}

/** `12 Nov, 16:40`. */
export function dayAndClock(iso: string): string {
  return `${day(iso)}, ${clock(iso)}`;
}

/** `04:12` from seconds. */
export function duration(seconds: number): string {
  const part = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${part(seconds / 60)}:${part(seconds % 60)}`;
}

/** What a code stands for, as the platform names it in the reader's language; the code when it does not. */
function named(type: 'region' | 'currency' | 'language', code: string): string {
  try {
    return guarded((l) => new Intl.DisplayNames(l, { type }), tag()).of(code) ?? code;
  } catch {
    return code;
  }
}
/** `India` from `IN`. */
export const regionName = (code: string) => named('region', code);
/** `Indian Rupee` from `INR`. */
export const currencyName = (code: string) => named('currency', code);
/** `Marathi` from `mr`. */
export const languageName = (code: string) => named('language', code);
