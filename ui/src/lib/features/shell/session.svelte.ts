import { COMMAND_NEEDS, type Commands, type Me } from '$lib/api/generated';
import { ask, rpc, Refused, type Failure } from '$lib/api/rpc';
import { setZone } from '$lib/i18n';

/** Who is working, in which workspace, and what they may do: as the core says. */
export interface Session {
  me: Me;
  status: {
    firm: string;
    folder: string;
    protection: 'keychain' | 'passphrase' | 'none';
    protection_detail: string;
    role: string;
    schema_version: number;
    sqlite_version: string;
    journal: { entries: number; head: string };
    people: number;
    pending: number;
    files: number;
    database_bytes: number;
  };
}

class SessionState {
  value = $state.raw<Session | undefined>();
  failure = $state.raw<Failure | undefined>();

  async load(): Promise<void> {
    try {
      const session = (await rpc({ op: 'session' })) as Session;
      const settings = await ask('setting.list', {});
      const zone = settings.rows.find((setting) => setting.key === 'firm.zone')?.value;
      setZone(typeof zone === 'string' ? zone : undefined);
      this.value = session;
      this.failure = undefined;
    } catch (cause) {
      if (!(cause instanceof Refused)) throw cause;
      this.failure = cause.failure;
    }
  }

  may(permission: string): boolean {
    return this.value?.me.permissions.includes(permission) ?? false;
  }

  /** Whether this person's roles allow a command at all; a part of the program that is none is for all. */
  mayRun(command: string): boolean {
    const needed = COMMAND_NEEDS[command as keyof Commands] as string | undefined;
    return needed === undefined || needed === 'member' || this.may(needed);
  }
}

export const session = new SessionState();
