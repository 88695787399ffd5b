import { expect, test } from 'vitest';
import type { Action } from '$lib/actions.svelte';
import { menusOf } from './menus';

const TITLES = { file: 'File', edit: 'Edit', view: 'View', go: 'Go', help: 'Help' };
const same = (keys: string) => keys;
const run = () => undefined;
function action(id: string, group: Action['group'], more: Partial<Action> = {}): Action {
  return { id, group, title: id, run, ...more };
}
const shown = (list: Action[], keyOf = same) =>
  Object.fromEntries(menusOf(list, TITLES, keyOf).map((part) => [part.id, part.entries.map((entry) => entry?.id ?? '-')]));

test('an action stands under the menu it names, or its group’s', () => {
  const list = [
    action('note', 'here', { keys: 'n' }),
    action('go-leads', 'go', { keys: 'g l' }),
    action('theme', 'window'),
    action('undo', 'window', { menu: 'edit', keys: '$mod+z', enabled: false }),
    action('quit', 'window', { menu: 'file' }),
    action('about', 'window', { menu: 'help' }),
  ];
  expect(shown(list)).toEqual({ file: ['quit'], edit: ['undo', '-', 'note'], view: ['theme'], go: ['go-leads'], help: ['about'] });
  const undo = menusOf(list, TITLES, same)[1]?.entries[0];
  expect(undo).toMatchObject({ keys: 'Ctrl Z', is_enabled: false });
});

test('the newest place wins a key, and nothing stands twice', () => {
  const list = [action('open-row', 'here', { keys: 'o' }), action('open', 'here', { keys: 'o' }), action('open-row', 'here')];
  expect(shown(list)['edit']).toEqual(['open-row']);
});

test('a tab is a way of looking; what reads alike elsewhere is something else', () => {
  const list = [
    action('home-projects', 'here', { title: 'Go to Projects', keys: '$mod+2' }),
    action('go-projects', 'go', { title: 'Go to Projects', keys: 'g p' }),
  ];
  expect(shown(list)).toMatchObject({ edit: [], view: ['home-projects'], go: ['go-projects'] });
});

test('actions without keys are not taken for one another', () => {
  expect(shown([action('theme', 'window'), action('density', 'window')])['view']).toEqual(['theme', 'density']);
});

test('an exchanged key is the one that is shown', () => {
  const [, edit] = menusOf([action('note', 'here', { keys: 'n' })], TITLES, () => 'x');
  expect(edit?.entries[0]?.keys).toBe('X');
});
