import { expect, test } from 'vitest';
import { Values } from './forms.svelte';

test('only what was changed is sent, whatever others changed meanwhile', () => {
  const began = { name: 'Asha', city: 'Pune', note: '', roles: ['pm', 'viewer'], is_sez: false };
  const all = (v: Values) => ({ name: v.text('name'), city: v.text('city'), note: v.text('note'), roles: v.list('roles'), is_sez: v.flag('is_sez') });
  const none = new Values({ ...began, name: ' Asha ', roles: ['viewer', 'pm'] }, began);
  expect(none.only(all(none))).toEqual({});
  const some = new Values({ ...began, city: 'Nanded', roles: ['pm'] }, began);
  expect(some.only(all(some))).toEqual({ city: 'Nanded', roles: ['pm'] });
  const emptied = new Values({ ...began, city: '', is_sez: true }, began);
  expect(emptied.only(all(emptied))).toEqual({ city: '', is_sez: true });
});
