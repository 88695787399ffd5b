import type { Failure } from '$lib/api/rpc';

/** Whether the server wants a one-time code beside the password, or did not take the one it got. */
export const wantsCode = (failure: Failure | undefined): boolean => failure?.code === 'account.code_needed' || failure?.code === 'account.code_wrong';
