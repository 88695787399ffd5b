/**
 * The Markdown that people write in notes and minutes, as a tree that is drawn with elements:
 * never as raw HTML, so that nothing written can do anything. Headings, paragraphs, lists (also
 * of tasks, also inside one another), tables, quotes, code, rules; strong, emphasised, struck,
 * code, links and `{{fields}}` inside them.
 */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'strong' | 'em' | 'del'; inside: Inline[] }
  | { kind: 'code' | 'field'; text: string }
  | { kind: 'link'; href: string; inside: Inline[] }
  | { kind: 'break' };

export interface Item {
  /** Ticked or not; undefined when it is no task. */
  done: boolean | undefined;
  blocks: Block[];
}
export type Block =
  | { kind: 'heading'; level: number; inside: Inline[] }
  | { kind: 'paragraph'; inside: Inline[] }
  | { kind: 'list'; ordered: boolean; start: number; items: Item[] }
  | { kind: 'quote'; blocks: Block[] }
  | { kind: 'code'; text: string }
  | { kind: 'table'; head: Inline[][]; rows: Inline[][][]; right: boolean[] }
  | { kind: 'rule' };

const ITEM = /^(\s{0,3})([-*+]|\d{1,9}[.)])\s+(.*)$/;
const TASK = /^\[([ xX])\]\s+(.*)$/;
const HEADING = /^(#{1,6})\s+(.*?)\s*#*\s*$/;
const RULE = /^ {0,3}([-*_])( *\1){2,} *$/;
const FENCE = /^ {0,3}(```+|~~~+)/;
const DELIMITERS = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;
/** How deep lists and quotes may lie in one another. */
const DEEPEST = 8;

export function parse(text: string): Block[] {
  return blocks(text.replaceAll('\r\n', '\n').replaceAll('\t', '    ').split('\n'), 0);
}

function blocks(lines: string[], depth: number): Block[] {
  const out: Block[] = [];
  let at = 0;
  let held: string[] = [];
  const flush = () => {
    if (held.length > 0) out.push({ kind: 'paragraph', inside: inline(held.join('\n')) });
    held = [];
  };
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const heading = HEADING.exec(line);
    const fence = FENCE.exec(line);
    if (line.trim() === '') {
      flush();
      at++;
    } else if (heading) {
      flush();
      out.push({ kind: 'heading', level: heading[1]?.length ?? 1, inside: inline(heading[2] ?? '') });
      at++;
    } else if (fence) {
      flush();
      const mark = fence[1] ?? '```';
      const end = lines.findIndex((other, i) => i > at && other.trimStart().startsWith(mark));
      const stop = end < 0 ? lines.length : end;
      out.push({ kind: 'code', text: lines.slice(at + 1, stop).join('\n') });
      at = stop + 1;
    } else if (RULE.test(line)) {
      flush();
      out.push({ kind: 'rule' });
      at++;
    } else if (line.startsWith('>') && depth < DEEPEST) {
      flush();
      const from = at;
      while (at < lines.length && (lines[at] ?? '').startsWith('>')) at++;
      out.push({ kind: 'quote', blocks: blocks(lines.slice(from, at).map((l) => l.replace(/^> ?/, '')), depth + 1) });
    } else if (ITEM.test(line) && depth < DEEPEST && !(held.length > 0 && /^\s*\d/.test(line) && !/^\s*1[.)]/.test(line))) {
      flush();
      const taken = list(lines, at, depth);
      out.push(taken.list);
      at = taken.next;
    } else if (line.includes('|') && DELIMITERS.test(lines[at + 1] ?? '') && (lines[at + 1] ?? '').includes('-')) {
      flush();
      const taken = table(lines, at);
      out.push(taken.table);
      at = taken.next;
    } else {
      held.push(line.trim() === line.trimEnd() ? line : line.trimStart());
      at++;
    }
  }
  flush();
  return out;
}

function list(lines: string[], from: number, depth: number): { list: Block; next: number } {
  const first = ITEM.exec(lines[from] ?? '');
  const isOrdered = /\d/.test(first?.[2] ?? '');
  const items: Item[] = [];
  let at = from;
  while (at < lines.length) {
    const start = ITEM.exec(lines[at] ?? '');
    if (!start || /\d/.test(start[2] ?? '') !== isOrdered) break;
    const indent = (start[1]?.length ?? 0) + (start[2]?.length ?? 0) + 1;
    const task = TASK.exec(start[3] ?? '');
    const own = [task ? (task[2] ?? '') : (start[3] ?? '')];
    at++;
    while (at < lines.length) {
      const line = lines[at] ?? '';
      const space = line.length - line.trimStart().length;
      if (line.trim() === '') {
        const after = lines[at + 1] ?? '';
        if (after.trim() === '' || after.length - after.trimStart().length < 2) break;
        own.push('');
      } else if (space >= Math.min(indent, 2) && (space >= indent || ITEM.test(line.slice(Math.min(space, indent))) || space >= 2)) {
        own.push(line.slice(Math.min(space, indent)));
      } else if (ITEM.test(line) || HEADING.test(line) || FENCE.test(line) || line.startsWith('>')) break;
      else own.push(line.trimStart());
      at++;
    }
    items.push({ done: task ? task[1] !== ' ' : undefined, blocks: blocks(own, depth + 1) });
    // One empty line between items does not end the list.
    if ((lines[at] ?? '').trim() === '' && ITEM.test(lines[at + 1] ?? '')) at++;
  }
  const start = isOrdered ? Number.parseInt(first?.[2] ?? '1', 10) : 1;
  return { list: { kind: 'list', ordered: isOrdered, start, items }, next: at };
}

function cells(line: string): string[] {
  const bare = line.trim().replace(/^\|/, '').replace(/(?<!\\)\|$/, '');
  return bare.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
}
function table(lines: string[], from: number): { table: Block; next: number } {
  const head = cells(lines[from] ?? '');
  const right = cells(lines[from + 1] ?? '').map((mark) => mark.endsWith(':'));
  const rows: Inline[][][] = [];
  let at = from + 2;
  for (; at < lines.length && (lines[at] ?? '').includes('|'); at++) {
    const row = cells(lines[at] ?? '');
    rows.push(head.map((_, i) => inline(row[i] ?? '')));
  }
  return { table: { kind: 'table', head: head.map(inline), rows, right: head.map((_, i) => right[i] ?? false) }, next: at };
}

/** Addresses that may be opened; anything else stays text. */
const SAFE = /^(https?:\/\/|mailto:|tel:)[^\s]+$/i;
const MARKS: readonly [RegExp, (found: RegExpExecArray, depth: number) => Inline | undefined][] = [
  [/^\\([\\`*_{}[\]()#+\-.!|~<>])/, (f) => ({ kind: 'text', text: f[1] ?? '' })],
  [/^(`+)([\s\S]*?[^`])\1(?!`)/, (f) => ({ kind: 'code', text: (f[2] ?? '').trim() })],
  [/^\{\{\s*([\w.]+)\s*\}\}/, (f) => ({ kind: 'field', text: f[1] ?? '' })],
  [/^\*\*(?=\S)([\s\S]*?\S)\*\*/, (f, d) => ({ kind: 'strong', inside: inline(f[1] ?? '', d + 1) })],
  [/^__(?=\S)([\s\S]*?\S)__(?!\w)/, (f, d) => ({ kind: 'strong', inside: inline(f[1] ?? '', d + 1) })],
  [/^~~(?=\S)([\s\S]*?\S)~~/, (f, d) => ({ kind: 'del', inside: inline(f[1] ?? '', d + 1) })],
  [/^\*(?=[^\s*])([\s\S]*?[^\s*])\*(?!\*)/, (f, d) => ({ kind: 'em', inside: inline(f[1] ?? '', d + 1) })],
  [/^_(?=[^\s_])([\s\S]*?[^\s_])_(?!\w)/, (f, d) => ({ kind: 'em', inside: inline(f[1] ?? '', d + 1) })],
  [
    /^\[([^\]\n]+)\]\(([^()\s]+)\)/,
    (f, d) => (SAFE.test(f[2] ?? '') ? { kind: 'link', href: f[2] ?? '', inside: inline(f[1] ?? '', d + 1) } : undefined),
  ],
  [/^<((?:https?:\/\/|mailto:)[^\s<>]+)>/, (f) => ({ kind: 'link', href: f[1] ?? '', inside: [{ kind: 'text', text: f[1] ?? '' }] })],
  [/^https?:\/\/[^\s<>]*[^\s<>.,;:!?)]/, (f) => ({ kind: 'link', href: f[0], inside: [{ kind: 'text', text: f[0] }] })],
  [/^( {2,}|\\)\n/, () => ({ kind: 'break' })],
];

export function inline(text: string, depth = 0): Inline[] {
  const out: Inline[] = [];
  let plain = '';
  let at = 0;
  const flush = () => {
    if (plain) out.push({ kind: 'text', text: plain });
    plain = '';
  };
  while (at < text.length) {
    const rest = text.slice(at, at + 4000);
    const before = text[at - 1] ?? ' ';
    let taken: Inline | undefined;
    // Marks inside a word (snake_case) are letters.
    if (depth < DEEPEST && '\\`{*_~[<h '.includes(rest[0] ?? '') && !(rest.startsWith('_') && /\w/.test(before)) && !(rest.startsWith('h') && /\w/.test(before))) {
      for (const [mark, make] of MARKS) {
        const found = mark.exec(rest);
        taken = found ? make(found, depth) : undefined;
        if (taken && found) {
          at += found[0].length;
          break;
        }
      }
    }
    if (taken?.kind === 'text') plain += taken.text;
    else if (taken) {
      flush();
      out.push(taken);
    } else plain += text[at++];
  }
  flush();
  return out;
}

/** The words alone, for a search or a line in a list. */
export function words(list: readonly Inline[]): string {
  return list.map((part) => ('inside' in part ? words(part.inside) : part.kind === 'break' ? ' ' : part.text)).join('');
}

/** What an editor's button does to the text: the new text and what is selected in it. */
export interface Edited {
  text: string;
  from: number;
  to: number;
}

/** Sets marks around the selection, or takes them away when they are there. */
export function wrapped(text: string, from: number, to: number, mark: string): Edited {
  const size = mark.length;
  const chosen = text.slice(from, to);
  if (text.slice(from - size, from) === mark && text.slice(to, to + size) === mark) {
    return { text: text.slice(0, from - size) + chosen + text.slice(to + size), from: from - size, to: to - size };
  }
  return { text: text.slice(0, from) + mark + chosen + mark + text.slice(to), from: from + size, to: to + size };
}

/** Sets a mark before every line of the selection, or takes it away when all have it. */
export function prefixed(text: string, from: number, to: number, prefix: (line: number) => string): Edited {
  const start = text.lastIndexOf('\n', from - 1) + 1;
  const stop = text.indexOf('\n', to);
  const end = stop < 0 ? text.length : stop;
  const lines = text.slice(start, end).split('\n');
  const all = lines.every((line, i) => line.startsWith(prefix(i)));
  const changed = lines.map((line, i) => (all ? line.slice(prefix(i).length) : prefix(i) + line)).join('\n');
  return { text: text.slice(0, start) + changed + text.slice(end), from: start + (all ? 0 : prefix(0).length), to: start + changed.length };
}

/**
 * What Enter does inside a list: the next item, or the end of the list after an empty one.
 * Undefined where Enter is only Enter.
 */
export function continued(text: string, at: number): Edited | undefined {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const item = /^(\s*)([-*+]|(\d+)([.)]))(\s+)(\[[ xX]\]\s+)?(.*)$/.exec(text.slice(start, at));
  if (!item) return undefined;
  const [, space = '', bullet = '', number, dot = '.', gap = ' ', task, rest = ''] = item;
  if (rest.trim() === '') return { text: text.slice(0, start) + text.slice(at), from: start, to: start };
  const next = number ? `${Number(number) + 1}${dot}` : bullet;
  const insert = `\n${space}${next}${gap}${task ? '[ ] ' : ''}`;
  return { text: text.slice(0, at) + insert + text.slice(at), from: at + insert.length, to: at + insert.length };
}
