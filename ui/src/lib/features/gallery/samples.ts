/** What the gallery shows in its parts: fixed, in both languages, and of no firm. */
import { preferences } from '$lib/preferences.svelte';

/** A sample's words in the reader's language. */
export function say(en: string, hi: string): string {
  return preferences.locale === 'hi' ? hi : en;
}

export const TODAY = '2026-11-21';

const FIRST = ['Ananya', 'Rohit', 'Meera', 'Imran', 'Gurpreet', 'Mary', 'श्रद्धा', 'Farhan', 'Kavya', 'Om'];
const LAST = ['Deshpande', 'Kulkarni', 'Iyer', 'Khan', 'Kaur', 'Joseph', 'त्रिपाठी', 'Shaikh', 'Nair', 'Rao'];
const CITIES = ['Pune', 'Nashik', 'Mumbai', 'Nagpur', 'Surat', 'Indore', 'Kochi'];

export interface Sample {
  id: string;
  name: string;
  city: string;
  amount: number;
}
export function people(count: number): Sample[] {
  return Array.from({ length: count }, (_, i) => ({
    id: String(i),
    name: `${FIRST[i % 10] ?? ''} ${LAST[Math.floor(i / 10) % 10] ?? ''}`,
    city: CITIES[(i * 3) % 7] ?? '',
    amount: ((i * 7919) % 1_000_000) * 100,
  }));
}

/** A PDF of two sheets, written by hand: a frame, a word and its page's number. */
export function paper(): Uint8Array {
  const page = (n: number) => `0.2 0.3 0.8 rg 60 720 475 50 re f 1 1 1 rg BT /F1 24 Tf 76 736 Td (Sheet ${n}) Tj ET 0.6 0.6 0.6 RG 60 80 475 620 re S`;
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources<</Font<</F1 7 0 R>>>>>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 6 0 R/Resources<</Font<</F1 7 0 R>>>>>>',
    ...[1, 2].map((n) => `<</Length ${page(n).length}>>stream\n${page(n)}\nendstream`),
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  ];
  let text = '%PDF-1.4\n';
  const places: number[] = [];
  objects.forEach((object, i) => {
    places.push(text.length);
    text += `${i + 1} 0 obj${object}endobj\n`;
  });
  const start = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`;
  text += places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  text += `trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${start}\n%%EOF`;
  return new TextEncoder().encode(text);
}
