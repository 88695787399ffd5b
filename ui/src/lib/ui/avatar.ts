/** A person in a circle: one or two letters, and a shade that stays with the name. */

/** `Ananya Deshpande` → `AD`, `श्रद्धा त्रिपाठी` → `श्रत्रि`: whole letters as they are read. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const picked = words.length > 1 ? [words[0], words.at(-1)] : words;
  return picked.map((word) => firstLetter(word ?? '').toLocaleUpperCase()).join('') || '–';
}

function firstLetter(word: string): string {
  if (typeof Intl.Segmenter !== 'function') return [...word][0] ?? '';
  for (const part of new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(word)) return part.segment;
  return '';
}

/** Which of the six chart colours; the same name has the same one everywhere. */
export function shade(name: string): number {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return (sum % 6) + 1;
}
