import { describe, expect, it, test } from 'vitest';
import { continued, inline, parse, prefixed, words, wrapped, type Block, type Inline } from './markdown';

/** The tree in a short form that can be read. */
function short(list: Inline[]): string {
  return list
    .map((part) => {
      if (part.kind === 'text') return part.text;
      if (part.kind === 'break') return '⏎';
      if (part.kind === 'link') return `link(${part.href} ${short(part.inside)})`;
      return 'inside' in part ? `${part.kind}(${short(part.inside)})` : `${part.kind}(${part.text})`;
    })
    .join('');
}
function shape(list: Block[]): string {
  return list
    .map((block) => {
      switch (block.kind) {
        case 'heading':
          return `h${block.level}(${short(block.inside)})`;
        case 'paragraph':
          return `p(${short(block.inside)})`;
        case 'list':
          return `${block.ordered ? `ol${block.start}` : 'ul'}(${block.items.map((item) => (item.done === undefined ? '' : item.done ? 'x ' : 'o ') + shape(item.blocks)).join(', ')})`;
        case 'quote':
          return `q(${shape(block.blocks)})`;
        case 'code':
          return `code(${block.text})`;
        case 'table':
          return `table(${[block.head, ...block.rows].map((row) => row.map(short).join('|')).join(' / ')})`;
        default:
          return 'hr';
      }
    })
    .join(' ');
}

test.each([
  ['plain words', 'plain words'],
  ['**b** and *i* and ~~s~~', 'strong(b) and em(i) and del(s)'],
  ['**b *i* b**', 'strong(b em(i) b)'],
  ['snake_case_name stays', 'snake_case_name stays'],
  ['_so_ and __so__', 'em(so) and strong(so)'],
  ['2 * 3 * 4', '2 * 3 * 4'],
  ['`a*b*c`', 'code(a*b*c)'],
  ['\\*not\\*', '*not*'],
  ['{{ client.name }} paid', 'field(client.name) paid'],
  ['[here](https://example.org/a)', 'link(https://example.org/a here)'],
  ['[bad](javascript:alert(1))', '[bad](javascript:alert(1))'],
  ['[bad](data:text/html,x)', '[bad](data:text/html,x)'],
  ['see https://example.org/a, then', 'see link(https://example.org/a https://example.org/a), then'],
  ['one  \ntwo', 'one⏎two'],
  ['<b>raw</b>', '<b>raw</b>'],
  ['**open', '**open'],
] as const)('%s', (text, wanted) => {
  expect(short(inline(text))).toBe(wanted);
});

test.each([
  ['# One\n\n## Two #', 'h1(One) h2(Two)'],
  ['a\nb\n\nc', 'p(a\nb) p(c)'],
  ['- a\n- b', 'ul(p(a), p(b))'],
  ['* a\n\n* b', 'ul(p(a), p(b))'],
  ['3. a\n4. b', 'ol3(p(a), p(b))'],
  ['- a\n  - b\n  - c\n- d', 'ul(p(a) ul(p(b), p(c)), p(d))'],
  ['1. a\n   - b\n2. c', 'ol1(p(a) ul(p(b)), p(c))'],
  ['- [ ] a\n- [x] b', 'ul(o p(a), x p(b))'],
  ['> a\n> b\n\nc', 'q(p(a\nb)) p(c)'],
  ['```\n# not\n```\nafter', 'code(# not) p(after)'],
  ['---', 'hr'],
  ['| a | b |\n|---|--:|\n| 1 | 2 |\n| 3 |', 'table(a|b / 1|2 / 3|)'],
  ['a | b', 'p(a | b)'],
  ['year\n2026. was good', 'p(year\n2026. was good)'],
  ['', ''],
] as const)('%j', (text, wanted) => {
  expect(shape(parse(text))).toBe(wanted);
});

test('numbers stand on the right where the table says so', () => {
  const [table] = parse('| a | b |\n|---|--:|\n| 1 | 2 |');
  expect(table?.kind === 'table' && table.right).toEqual([false, true]);
});

test('nothing written makes it loop or throw', () => {
  const bits = ['*', '**', '_', '`', '[', '](', ')', '> ', '- ', '1. ', '|', '|-|', '\n', '    ', 'a', '{{', '}}', '\\', '#', '~~', '```', 'https://'];
  let seed = 7;
  for (let round = 0; round < 3000; round++) {
    let text = '';
    for (let i = 0; i < 24; i++) {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      text += bits[seed % bits.length] ?? '';
    }
    expect(() => parse(text), JSON.stringify(text)).not.toThrow();
  }
  expect(parse('>'.repeat(5000)).length).toBe(1);
  expect(words(inline('a*'.repeat(2000)))).toContain('a');
  expect(words(inline('* '.repeat(8000)))).toHaveLength(16_000);
});

describe('the editor', () => {
  it('sets marks and takes them away', () => {
    const on = wrapped('a word here', 2, 6, '**');
    expect(on).toEqual({ text: 'a **word** here', from: 4, to: 8 });
    expect(wrapped(on.text, on.from, on.to, '**')).toEqual({ text: 'a word here', from: 2, to: 6 });
  });
  it('makes lists of lines, and lines of lists', () => {
    const list = prefixed('a\nb\nc', 2, 5, () => '- ');
    expect(list.text).toBe('a\n- b\n- c');
    expect(prefixed(list.text, 3, list.text.length, () => '- ').text).toBe('a\nb\nc');
    expect(prefixed('a\nb', 0, 3, (i) => `${i + 1}. `).text).toBe('1. a\n2. b');
  });
  it.each([
    ['- a', '- a\n- '],
    ['  * a', '  * a\n  * '],
    ['9. a', '9. a\n10. '],
    ['- [x] a', '- [x] a\n- [ ] '],
    ['- a\n- ', '- a\n'],
  ] as const)('Enter after %j', (text, wanted) => {
    const edited = continued(text, text.length);
    expect(edited?.text).toBe(wanted);
    expect(edited?.to).toBe(wanted.length);
  });
  it('leaves Enter alone elsewhere', () => {
    expect(continued('plain', 5)).toBeUndefined();
  });
});
