import * as messages from '$lib/paraglide/messages.js';

/**
 * The reader's word for a code of the core: `word('priority', 'hot')`. A code that has no word
 * yet (a workspace's own, or one of a newer core) is shown as it is, with spaces.
 */
export function word(family: string, code: string): string {
  const said = (messages as unknown as Record<string, (() => string) | undefined>)[`${family}_${code}`];
  return said ? said() : code.replaceAll('_', ' ');
}
