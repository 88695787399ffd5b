import type { PermissionRow, Role } from '$lib/api/generated';
import { word } from '$lib/words';

/** A code's word, or the core's own title where the window has none (a firm's own role). */
function wordOr(family: string, code: string, title: string): string {
  const found = word(family, code);
  return found === code.replaceAll('_', ' ') ? title : found;
}
export const roleTitle = (key: string, roles: Role[] | undefined): string =>
  wordOr('role', key, roles?.find((role) => role.key === key)?.title ?? key);
export const allowed = (permission: PermissionRow): string =>
  wordOr('allow', permission.key.replaceAll('.', '_'), permission.title);
