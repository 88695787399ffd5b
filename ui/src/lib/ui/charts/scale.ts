/** The arithmetic of charts, without drawing. */

/**
 * Round numbers from at most `low` to at least `high`, in steps of 1, 2, 2.5 or 5: what an axis
 * shows. Zero is always among them, because bars stand on it.
 */
export function ticks(low: number, high: number, about = 4): number[] {
  const bottom = Math.min(0, low);
  const top = Math.max(0, high);
  if (top === bottom) return [0, 1];
  const raw = (top - bottom) / about;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 2.5, 5, 10].find((part) => part * power >= raw) ?? 10) * power;
  const from = Math.floor(bottom / step);
  const to = Math.ceil(top / step - 1e-9);
  return Array.from({ length: to - from + 1 }, (_, i) => Number(((from + i) * step).toPrecision(12)));
}

/** Maps a figure to px: `low` lies at `start`, `high` at `end`. */
export function linear(low: number, high: number, start: number, end: number): (value: number) => number {
  const span = high - low || 1;
  return (value) => start + ((value - low) / span) * (end - start);
}

export interface Band {
  start: number;
  width: number;
  middle: number;
}
/** Divides a length evenly among `count` bars, with gaps of `gap` of each share. */
export function bands(count: number, start: number, end: number, gap = 0.3): Band[] {
  const share = (end - start) / Math.max(1, count);
  return Array.from({ length: count }, (_, i) => {
    const width = share * (1 - gap);
    const from = start + share * i + (share - width) / 2;
    return { start: from, width, middle: from + width / 2 };
  });
}

export interface Part {
  label: string;
  /** What it adds, or takes away when below zero. */
  value: number;
  /** Stands on the ground: a sum so far, whose `value` is the whole. */
  total?: boolean;
}
export interface Fall {
  from: number;
  to: number;
}
/** Where each part of a waterfall begins and ends. */
export function falls(parts: readonly Part[]): Fall[] {
  let level = 0;
  return parts.map((part) => {
    const from = part.total ? 0 : level;
    const to = part.total ? part.value : level + part.value;
    level = to;
    return { from, to };
  });
}

/** How many labels fit side by side: draw each n-th. */
export function everyNth(count: number, width: number, perLabel: number): number {
  return Math.max(1, Math.ceil((count * perLabel) / Math.max(1, width)));
}

/** Points joined by straight lines; a gap where a figure is missing. */
export function path(points: readonly ({ x: number; y: number } | null)[]): string {
  let open = false;
  return points
    .map((point) => {
      if (!point) {
        open = false;
        return '';
      }
      const mark = open ? 'L' : 'M';
      open = true;
      return `${mark}${point.x.toFixed(1)} ${point.y.toFixed(1)}`;
    })
    .join('');
}
