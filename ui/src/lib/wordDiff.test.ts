import { expect, test } from 'vitest';
import { wordDiff } from './wordDiff';

const said = (before: string, after: string) =>
  wordDiff(before, after)
    .map(({ kind, text }) => ({ same: text, gone: `[-${text}]`, new: `[+${text}]` })[kind])
    .join('');

test('only the changed words are marked', () => {
  for (const [before, after, shown] of [
    ['Two days on site', 'Two days on site', 'Two days on site'],
    ['Two days on site', 'Three days on site', '[-Two][+Three] days on site'],
    ['Pay in 30 days', 'Pay in 15 working days', 'Pay in[- 30][+ 15 working] days'],
    ['', 'New words', '[+New words]'],
    ['Old words', '', '[-Old words]'],
    ['काम दो दिन में', 'काम तीन दिन में', 'काम[- दो][+ तीन] दिन में'],
  ] as const) {
    expect(said(before, after), `${before} → ${after}`).toBe(shown);
  }
});

test('nothing of either text is lost', () => {
  const before = 'The  quick brown\nfox jumps over the lazy dog ';
  const after = 'A quick  red fox\njumped over the  dog';
  const pieces = wordDiff(before, after);
  const only = (kind: string) => pieces.filter((piece) => piece.kind !== kind).map((piece) => piece.text).join('');
  expect(only('new')).toBe(before);
  expect(only('gone')).toBe(after);
});

test('a very long text is shown whole', () => {
  const long = 'word '.repeat(3_000);
  expect(wordDiff(long, `${long}more`).map((piece) => piece.kind)).toEqual(['gone', 'new']);
});
