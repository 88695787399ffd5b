import { expect, test } from 'vitest';
import { filled, folded, renewed, type Ask, type Entry, type News } from './news';

const entry = (seq: number): Entry => ({ seq, at: '', actor: 'a', command: `c${seq}`, name: 'n', sentence: '', is_undone: false, page: null });
const FROM = '2026-11-20T12:30:00Z';

/** A journal from 1 to `head`, of which `hidden` are told to nobody; pages of two looked-at entries. */
function journal(head: number, hidden: number[] = []): { ask: Ask; asked: (number | null)[] } {
  const asked: (number | null)[] = [];
  const ask: Ask = (before) => {
    asked.push(before);
    const top = (before ?? head + 1) - 1;
    const seqs = [top, top - 1].filter((seq) => seq > 0);
    const last = seqs.at(-1) ?? 1;
    return Promise.resolve({ from: FROM, rows: seqs.filter((seq) => !hidden.includes(seq)).map(entry), next: last > 1 ? last : null });
  };
  return { ask, asked };
}
const seqs = (news: News) => news.rows.map((row) => row.seq);

test('a page without entries that is not the last is gone past', async () => {
  const { ask, asked } = journal(6, [6, 5, 4, 3]);
  expect(seqs(await filled(ask, null))).toEqual([2, 1]);
  expect(asked).toEqual([null, 5, 3]);
  const none = await filled(journal(100, Array.from({ length: 100 }, (_, n) => n + 1)).ask, null);
  expect(none.rows).toEqual([]);
  expect(none.next, 'the rest is asked for by hand').not.toBeNull();
});

test('what comes leaves the pages that one asked for where they are', async () => {
  const before = journal(6);
  const first = await filled(before.ask, null);
  const second = await filled(before.ask, first.next);
  const shown = { from: FROM, rows: [...first.rows, ...second.rows], next: second.next };
  expect(seqs(shown)).toEqual([6, 5, 4, 3]);
  const after = journal(9);
  const told = await renewed(shown, after.ask);
  expect(seqs(told)).toEqual([9, 8, 7, 6, 5, 4, 3]);
  expect(told.next).toBe(3);
  expect(after.asked, 'only what is newer').toEqual([null, 8]);
});

test('nothing shown, nothing new, and too much to be told one by one', async () => {
  const none = { from: FROM, rows: [], next: null };
  expect(seqs(await renewed(none, journal(3).ask))).toEqual([3, 2]);
  const all = { from: FROM, rows: [entry(2), entry(1)], next: null };
  expect(await renewed(all, journal(2).ask)).toEqual(all);
  expect(seqs(await renewed(all, journal(1_000).ask))).toEqual([1_000, 999]);
});

test('much of the same by one person is one line, and nothing else is hidden behind it', () => {
  const done = (seq: number, actor: string, name: string): Entry => ({ ...entry(seq), actor, name });
  const folds = folded([
    done(9, 'asha', 'lead.assign'),
    done(8, 'asha', 'lead.assign'),
    done(7, 'asha', 'lead.assign'),
    done(6, 'asha', 'lead.update'),
    done(5, 'ravi', 'lead.update'),
    done(4, 'ravi', 'lead.update'),
    done(3, 'ravi', 'quote.send'),
  ]);
  expect(folds.map((fold) => [fold.head.seq, ...fold.rest.map((one) => one.seq)])).toEqual([[9, 8, 7], [6], [5, 4], [3]]);
  expect(folded([])).toEqual([]);
});
