/**
 * Keys that a person exchanged for others. It stays a permutation: whoever gives an action a key that
 * another one has, gives that one the key that came free, so that nothing is ever without its key.
 */
export type Swapped = Readonly<Record<string, string>>;

/** The key under which `usual` is found now. */
export const keyOf = (map: Swapped, usual: string): string => map[usual] ?? usual;

/** `usual` is found under `wanted` from now on. */
export function swapped(map: Swapped, usual: string, wanted: string): Swapped {
  const came = keyOf(map, usual);
  if (came === wanted) return map;
  const other = Object.keys(map).find((key) => map[key] === wanted) ?? wanted;
  const next = { ...map, [usual]: wanted, [other]: came };
  return Object.fromEntries(Object.entries(next).filter(([from, to]) => from !== to));
}

/** What was pressed, in the words in which keys are kept; undefined when it cannot be a shortcut. */
export function pressedKeys(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): string | undefined {
  if (!/^[a-z0-9,./;[\]]$/i.test(event.key)) return undefined;
  const parts = [
    ...(event.ctrlKey || event.metaKey ? ['$mod'] : []),
    ...(event.altKey ? ['Alt'] : []),
    ...(event.shiftKey ? ['Shift'] : []),
    event.key.toLowerCase(),
  ];
  return parts.join('+');
}
