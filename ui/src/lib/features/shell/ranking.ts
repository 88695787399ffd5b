/**
 * Orders what somebody may mean by what they typed: a title that begins so, then a word in it
 * that begins so, then letters in order. Titles that do not fit are left out.
 */
export function ranked<T>(typed: string, things: readonly T[], title: (thing: T) => string): T[] {
  const wanted = typed.trim().toLocaleLowerCase();
  if (!wanted) return [...things];
  return things
    .map((thing, place) => ({ thing, place, score: score(title(thing).toLocaleLowerCase(), wanted) }))
    .filter((entry) => entry.score > 0)
    .sort((a, b) => b.score - a.score || a.place - b.place)
    .map((entry) => entry.thing);
}

function score(title: string, wanted: string): number {
  if (title.startsWith(wanted)) return 4;
  if (title.includes(` ${wanted}`)) return 3;
  if (title.includes(wanted)) return 2;
  let from = 0;
  for (const letter of wanted) {
    const found = title.indexOf(letter, from);
    if (found < 0) return 0;
    from = found + letter.length;
  }
  return 1;
}
