import { expect, test } from 'vitest';
import { partsOf } from './parts';

test('the role decides what comes first, the permissions what there is', () => {
  const all = ['project.read', 'call.make', 'deal.read', 'workspace.settings'];
  for (const [roles, permissions, parts] of [
    [['project_manager'], ['project.read'], ['monday']],
    [['owner'], all, ['admin', 'monday', 'caller', 'sales']],
    [['sales_executive'], ['project.read', 'deal.read', 'call.make'], ['sales', 'monday', 'caller']],
    [['telecaller'], ['call.make'], ['caller']],
    [['telecaller'], ['project.read'], ['monday']],
    [['finance'], [], []],
  ] as const) {
    expect(partsOf(roles, permissions), roles.join()).toEqual(parts);
  }
});
