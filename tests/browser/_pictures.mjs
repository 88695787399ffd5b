// Pictures that are kept small and compared with a mind for what an eye would see. docs/adr says
// why they are as they are.
import { createRequire } from 'node:module';
import { crc32, deflateSync } from 'node:zlib';

const fromUi = createRequire(new URL('../../ui/package.json', import.meta.url));
const { PNG } = fromUi('pngjs');
const { default: pixelmatch } = await import(fromUi.resolve('pixelmatch'));

/** A picture: RGBA, row by row. */
export function decode(bytes) {
  const { width, height, data } = PNG.sync.read(bytes);
  return { width, height, data };
}

/** The mean of `by` × `by` pixels becomes one. */
export function shrink({ width, height, data }, by) {
  const [w, h] = [Math.floor(width / by), Math.floor(height / by)];
  const out = new Uint8Array(w * h * 4);
  const sums = new Uint32Array(w * 3);
  const n = by * by;
  for (let y = 0; y < h; y++) {
    sums.fill(0);
    for (let dy = 0; dy < by; dy++) {
      let at = (y * by + dy) * width * 4;
      for (let x = 0; x < w; x++) {
        for (let dx = 0; dx < by; dx++, at += 4) {
          sums[x * 3] += data[at];
          sums[x * 3 + 1] += data[at + 1];
          sums[x * 3 + 2] += data[at + 2];
        }
      }
    }
    for (let x = 0; x < w; x++) {
      const to = (y * w + x) * 4;
      out[to] = sums[x * 3] / n;
      out[to + 1] = sums[x * 3 + 1] / n;
      out[to + 2] = sums[x * 3 + 2] / n;
      out[to + 3] = 255;
    }
  }
  return { width: w, height: h, data: out };
}

/** How far a kept colour may be from the one that was drawn, in each channel. */
const GRAIN = 8;

/**
 * At most 256 colours, the most frequent exactly as they are, every other no further than the
 * grain from one of them.
 */
function palette({ data }) {
  const counts = new Map();
  for (let i = 0; i < data.length; i += 4) {
    const key = (data[i] << 16) | (data[i + 1] << 8) | data[i + 2];
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const byFrequency = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a) || a - b);
  for (let grain = GRAIN; ; grain += 2) {
    const kept = [];
    const nearest = new Map();
    const far = (a, b) =>
      Math.max(Math.abs((a >> 16) - (b >> 16)), Math.abs(((a >> 8) & 255) - ((b >> 8) & 255)), Math.abs((a & 255) - (b & 255)));
    for (const key of byFrequency) {
      let best = -1;
      let least = grain + 1;
      for (let i = 0; i < kept.length && least > 0; i++) {
        const distance = far(key, kept[i]);
        if (distance < least) [best, least] = [i, distance];
      }
      if (best < 0) best = kept.push(key) - 1;
      nearest.set(key, best);
      if (kept.length > 256) break;
    }
    if (kept.length <= 256) return { kept, nearest };
  }
}

/** A PNG with a palette: what the library reads but does not write. */
export function encode(picture) {
  const { width, height, data } = picture;
  const { kept, nearest } = palette(picture);
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0, from = 0, to = 0; y < height; y++) {
    rows[to++] = 0;
    for (let x = 0; x < width; x++, from += 4) {
      rows[to++] = nearest.get((data[from] << 16) | (data[from + 1] << 8) | data[from + 2]);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  const colours = Buffer.from(kept.flatMap((key) => [key >> 16, (key >> 8) & 255, key & 255]));
  const chunk = (kind, body) => {
    const named = Buffer.concat([Buffer.from(kind, 'latin1'), body]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(body.length);
    check.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, check]);
  };
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', head), chunk('PLTE', colours), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0))]);
}

/** The mean over a square of `2r + 1` pixels around each, for one channel. */
function blurred({ width, height, data }, channel, r) {
  const sums = new Float64Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++) {
      row += data[(y * width + x) * 4 + channel];
      sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] + row;
    }
  }
  return (x, y) => {
    const [x0, y0, x1, y1] = [Math.max(0, x - r), Math.max(0, y - r), Math.min(width, x + r + 1), Math.min(height, y + r + 1)];
    const at = (px, py) => sums[py * (width + 1) + px];
    return (at(x1, y1) - at(x0, y1) - at(x1, y0) + at(x0, y0)) / ((x1 - x0) * (y1 - y0));
  };
}

/** The greatest difference that is left when both are looked at with half-closed eyes, in levels of 255. */
export function blurredDifference(a, b, r = 4) {
  let worst = { levels: 0, x: 0, y: 0 };
  for (const channel of [0, 1, 2]) {
    const [of, by] = [blurred(a, channel, r), blurred(b, channel, r)];
    for (let y = 0; y < a.height; y += 2) {
      for (let x = 0; x < a.width; x += 2) {
        const levels = Math.abs(of(x, y) - by(x, y));
        if (levels > worst.levels) worst = { levels, x, y };
      }
    }
  }
  return worst;
}

/** Seen by the browser that took the kept pictures, one pixel in ten thousand may be otherwise. */
const STRICT = { threshold: 0.05, pixels: 25 };
/** Another browser may set its glyphs a little otherwise; a word, a colour, a column may not go. */
const FORGIVING = { levels: 8 };

/**
 * Compares what is shown with what was kept. `same`: by the very browser that took it. Gives
 * undefined when they are alike, else what differs in words, and a picture of it.
 */
export function differs(kept, shown, same) {
  if (kept.width !== shown.width || kept.height !== shown.height) {
    return { words: `${shown.width} × ${shown.height} instead of ${kept.width} × ${kept.height}` };
  }
  const { width, height } = kept;
  if (kept.data.every((level, at) => Math.abs(level - shown.data[at]) <= GRAIN)) return undefined;
  const diff = new Uint8Array(width * height * 4);
  const threshold = same ? STRICT.threshold : 0.2;
  const pixels = pixelmatch(kept.data, shown.data, diff, width, height, { threshold, includeAA: same });
  const worst = blurredDifference(kept, shown);
  const words = `${pixels} pixels; ${worst.levels.toFixed(1)} levels around ${worst.x}, ${worst.y}`;
  
  const different = same ? pixels > STRICT.pixels || worst.levels > FORGIVING.levels : worst.levels > FORGIVING.levels;
  if (!different) return undefined;
  const picture = new PNG({ width, height });
  picture.data = Buffer.from(diff);
  return { words, diff: PNG.sync.write(picture) };
}
