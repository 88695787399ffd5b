import { expect, test } from 'vitest';
import type { Failure } from '$lib/api/rpc';
import { m } from '$lib/paraglide/messages.js';
import { faultsOf, stateOfNumber } from './choices';

const refusal = (code: string, fields: Failure['fields'] = []): Failure => ({ kind: 'Invalid', code, message: 'No.', args: {}, fields });

test('a refusal lands at the field it is about, or is said by itself', () => {
  const shown = ['folder', 'passphrase', 'file', 'owner_email'];
  for (const [failure, at, rest] of [
    [undefined, {}, undefined],
    [refusal('invalid', [{ path: 'owner_email', code: 'x', message: 'Not one.' }]), { owner_email: 'Not one.' }, undefined],
    [refusal('key.passphrase_short'), { passphrase: 'No.' }, undefined],
    [refusal('key.passphrase_needed'), { passphrase: m.first_passphrase_needed() }, undefined],
    [refusal('workspace.folder_taken'), { folder: 'No.' }, undefined],
    [refusal('backup.damaged'), { file: 'No.' }, undefined],
    [refusal('storage.full'), {}, 'No.'],
    [refusal('invalid', [{ path: 'elsewhere', code: 'x', message: 'Not one.' }]), { elsewhere: 'Not one.' }, 'No.'],
  ] as const) {
    expect(faultsOf(failure, shown)).toEqual({ at, rest });
  }
});

test('a GSTIN names its State by its first two digits', () => {
  const states = [
    { code: '27', name: 'Maharashtra' },
    { code: '29', name: 'Karnataka' },
  ];
  expect(stateOfNumber(' 29AA', states)).toBe('29');
  expect(stateOfNumber('2', states)).toBeUndefined();
  expect(stateOfNumber('99AAA', states)).toBeUndefined();
});
