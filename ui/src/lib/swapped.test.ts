import { expect, test } from 'vitest';
import { keyOf, pressedKeys, swapped, type Swapped } from './swapped';

test('whatever is exchanged, every key still leads to exactly one action', () => {
  const keys = ['c', 'n', 'e', 'g l', '$mod+k', 'v'];
  let map: Swapped = {};
  let seed = 7;
  for (let i = 0; i < 500; i++) {
    seed = (seed * 48_271) % 2_147_483_647;
    const usual = keys[seed % keys.length] ?? '';
    const wanted = keys[Math.floor(seed / 7) % keys.length] ?? '';
    map = swapped(map, usual, wanted);
    expect(keyOf(map, usual)).toBe(wanted);
    expect([...keys].map((key) => keyOf(map, key)).sort()).toEqual([...keys].sort());
  }
});

test('a key goes back to what it was', () => {
  const there = swapped({}, 'c', 'x');
  expect(there).toEqual({ c: 'x', x: 'c' });
  expect(swapped(there, 'c', 'c')).toEqual({});
  expect(swapped({}, 'c', 'c')).toEqual({});
});

test('what may be a shortcut', () => {
  const event = (key: string, held: object = {}) => pressedKeys({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });
  for (const [given, expected] of [
    [event('C'), 'c'],
    [event('k', { ctrlKey: true }), '$mod+k'],
    [event('X', { shiftKey: true, altKey: true }), 'Alt+Shift+x'],
    [event('7'), '7'],
    [event('Escape'), undefined],
    [event('Tab'), undefined],
    [event('ArrowDown'), undefined],
    [event('Enter'), undefined],
    [event('é'), undefined],
  ]) {
    expect(given).toBe(expected);
  }
});
