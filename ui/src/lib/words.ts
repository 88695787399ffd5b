type Said = Record<string, () => string>;
const known: Said = {};

/**
 * Adds families of words. Each part of the program brings its own, so that the first screen does
 * not carry the words of all.
 */
export function know(files: Record<string, Said>): void {
  for (const file of Object.values(files)) Object.assign(known, file);
}
know(
  import.meta.glob<Said>(
    './paraglide/messages/{call_state,category,cause,outcome,priority,reason,status}_*.js',
    { eager: true },
  ),
);

/**
 * The reader's word for a code of the core: `word('priority', 'hot')`. A code that has no word
 * yet (a workspace's own, or one of a newer core) is shown as it is, with spaces.
 */
export function word(family: string, code: string): string {
  return known[`${family}_${code}`]?.() ?? code.replaceAll('_', ' ');
}
