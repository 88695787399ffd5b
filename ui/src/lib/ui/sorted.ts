/** Rows in the order of a column. What has no value comes last, up or down; the order that rows had decides the rest. */

export interface Sort {
  column: string;
  down: boolean;
}

/** What a row is put in order by. */
export type Key = string | number | null | undefined;

const isMissing = (key: Key) => key === null || key === undefined || key === '';

/** A copy of the rows in order; words as a reader of this language would look them up. */
export function sorted<Row>(rows: readonly Row[], key: (row: Row) => Key, down: boolean, language: string): Row[] {
  const words = new Intl.Collator(language, { numeric: true, sensitivity: 'base' });
  const keyed = rows.map((row) => ({ row, key: key(row) }));
  keyed.sort((a, b) => {
    if (isMissing(a.key) || isMissing(b.key)) return Number(isMissing(a.key)) - Number(isMissing(b.key));
    const by = typeof a.key === 'number' && typeof b.key === 'number' ? a.key - b.key : words.compare(String(a.key), String(b.key));
    return down ? -by : by;
  });
  return keyed.map((one) => one.row);
}

/** What a press on a heading makes of the order: the likelier way first, then the other, then the list's own. */
export function pressed(sort: Sort | undefined, column: string, likelyDown: boolean): Sort | undefined {
  if (sort?.column !== column) return { column, down: likelyDown };
  return sort.down === likelyDown ? { column, down: !likelyDown } : undefined;
}

/** `amount` and `-amount`, as an address keeps it. */
export const sortWord = (sort: Sort | undefined): string => (sort ? (sort.down ? '-' : '') + sort.column : '');
export function readSort(word: string | null): Sort | undefined {
  if (!word) return undefined;
  return word.startsWith('-') ? { column: word.slice(1), down: true } : { column: word, down: false };
}
