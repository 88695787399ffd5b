import { expect, test } from 'vitest';
import { viewOf } from './views';

test.each([
  ['/leads', '', undefined],
  ['/leads', '?text=pune', '/leads?text=pune'],
  ['/leads', '?peek=1', undefined],
  ['/leads', '?peek=1&text=a&city=b', '/leads?city=b&text=a'],
  ['/leads', '?city=b&text=a', '/leads?city=b&text=a'],
  ['/', '?token=secret', undefined],
] as const)('%s%s is the view %s', (path, search, wanted) => {
  expect(viewOf(path, search)).toBe(wanted);
});
