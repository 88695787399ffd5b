import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const here = new URL('.', import.meta.url).pathname;
const files = readdirSync(here, { recursive: true, encoding: 'utf8' }).filter(
  (name) => /\.(svelte|ts)$/.test(name) && !name.startsWith('paraglide') && !name.endsWith('.test.ts'),
);
const text = (name: string) => readFileSync(`${here}/${name}`, 'utf8');

test('every family of words that is asked for is brought along', () => {
  const brought = new Set(
    files
      .filter((name) => name.endsWith('words.ts'))
      .flatMap((name) => [...text(name).matchAll(/messages\/(?:\{([a-z_,]+)\}|([a-z_]+?))_\*\.js/g)])
      .flatMap((found) => (found[1] ?? found[2] ?? '').split(',')),
  );
  const asked = new Set(files.flatMap((name) => [...text(name).matchAll(/\bword\('([a-z_]+)'/g)].map((found) => found[1] ?? '')));
  expect([...asked].filter((family) => !brought.has(family))).toEqual([]);
  expect(brought.size).toBeGreaterThan(10);
});

test('both languages say the same things', () => {
  const keys = (locale: string) => Object.keys(JSON.parse(readFileSync(`${here}/../../messages/${locale}.json`, 'utf8')) as object);
  expect(keys('hi').sort()).toEqual(keys('en').sort());
});
