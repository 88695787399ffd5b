/** Where a plan's bars stand on a line of days. Dates come from the core; here they become fractions. */
export interface Bar {
  id: string;
  title: string;
  /** First and last day, `2026-11-21`; without both only the title is drawn. */
  start: string | null;
  end: string | null;
  /** A day to mark with a diamond: a milestone. */
  mark?: string;
  state: 'done' | 'now' | 'planned' | 'late';
  /** 0 to 100. */
  progress: number;
  /** 1 stands under the bar above it. */
  depth: 0 | 1;
}

const DAY = 86_400_000;
export const dayNumber = (iso: string) => Date.parse(`${iso}T00:00:00Z`) / DAY;
const isoOf = (day: number) => new Date(day * DAY).toISOString().slice(0, 10);

export interface Span {
  first: number;
  /** The day after the last. */
  end: number;
}

/** Whole months around everything that is drawn. */
export function spanOf(bars: Bar[], others: string[]): Span {
  const days = [...bars.flatMap((bar) => [bar.start, bar.end, bar.mark ?? null]), ...others]
    .filter((day): day is string => Boolean(day))
    .map(dayNumber);
  if (days.length === 0) return { first: 0, end: 1 };
  const first = new Date(Math.min(...days) * DAY);
  const last = new Date(Math.max(...days) * DAY);
  return {
    first: Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), 1) / DAY,
    end: Date.UTC(last.getUTCFullYear(), last.getUTCMonth() + 1, 1) / DAY,
  };
}

/** 0 at the span's first morning, 1 at its last evening. */
export function place(iso: string, span: Span, edge: 'morning' | 'noon' | 'evening'): number {
  const within = { morning: 0, noon: 0.5, evening: 1 }[edge];
  return (dayNumber(iso) + within - span.first) / (span.end - span.first);
}

/** The firsts of months in a span, thinned so that at most `most` are named. */
export function monthsIn(span: Span, most: number): string[] {
  const months: string[] = [];
  const at = new Date(span.first * DAY);
  while (at.getTime() / DAY < span.end) {
    months.push(isoOf(at.getTime() / DAY));
    at.setUTCMonth(at.getUTCMonth() + 1);
  }
  const step = Math.max(1, Math.ceil(months.length / Math.max(1, most)));
  return months.filter((_, i) => i % step === 0);
}
