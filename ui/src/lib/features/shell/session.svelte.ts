import { rpc, Refused, type Failure } from '$lib/api/rpc';
import { setZone } from '$lib/i18n';

/** Who is working, in which workspace, and what they may do: as the core says. */
export interface Session {
  person: { id: string; name: string };
  roles: string[];
  permissions: string[];
  workspace: { name: string; currency: string; zone: string; today: string };
  protection: { encrypted: boolean; text: string };
}

class SessionState {
  value = $state.raw<Session | undefined>();
  failure = $state.raw<Failure | undefined>();

  async load(): Promise<void> {
    try {
      this.value = (await rpc({ op: 'session' })) as Session;
      this.failure = undefined;
      setZone(this.value.workspace.zone);
    } catch (cause) {
      if (!(cause instanceof Refused)) throw cause;
      this.failure = cause.failure;
    }
  }

  may(permission: string): boolean {
    return this.value?.permissions.includes(permission) ?? false;
  }
}

export const session = new SessionState();
