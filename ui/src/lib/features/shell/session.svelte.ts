import { setClock } from '$lib/clock';
import { COMMAND_NEEDS, type Commands, type Me } from '$lib/api/generated';
import { onPushed, whenHeard } from '$lib/api/events';
import { touches } from '$lib/api/live.svelte';
import { ask, rpc, Refused, type Failure } from '$lib/api/rpc';
import { setZone } from '$lib/i18n';
import { PLACES, type Place } from './places';

/** Who is working, in which workspace, and what they may do: as the core says. */
export interface Session {
  me: Me;
  /** The core's clock. */
  now: string;
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

/** The tables that say who somebody is and what they may do. */
const READS = ['people', 'person_roles', 'roles', 'role_permissions'];
/** Commits come in bursts; one question answers a burst. */
const BURST_MS = 30;
/** How long the pages wait to be within hearing; a channel that takes longer has them ask again. */
const HEARING_MS = 500;

class SessionState {
  value = $state.raw<Session | undefined>();
  failure = $state.raw<Failure | undefined>();
  #newest = 0;

  async load(): Promise<void> {
    const mine = ++this.#newest;
    try {
      const session = (await rpc({ op: 'session' })) as Session;
      setClock(session.now);
      // What the pages ask before they can hear, they would have to ask again.
      const [settings] = await Promise.all([ask('setting.list', {}), whenHeard(HEARING_MS)]);
      if (mine !== this.#newest) return;
      const zone = settings.rows.find((setting) => setting.key === 'firm.zone')?.value;
      setZone(typeof zone === 'string' ? zone : undefined);
      this.value = session;
      this.failure = undefined;
    } catch (cause) {
      if (!(cause instanceof Refused)) throw cause;
      if (mine !== this.#newest) return;
      this.failure = cause.failure;
    }
  }

  /** Asks again when roles change or all is shut, here or elsewhere, until the returned function is called. */
  keep(): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = onPushed((event) => {
      if (event.type === 'closed') {
        // What is on the pages is nobody's to see now; the first page says why.
        this.value = undefined;
        void this.load();
        return;
      }
      if (event.type !== 'changed' || !touches(READS, event.tables)) return;
      clearTimeout(timer);
      timer = setTimeout(() => void this.load(), BURST_MS);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }

  /** The places that the core says are this person's. */
  get places(): readonly Place[] {
    return PLACES.filter((place) => this.value?.me.places.includes(place.id));
  }

  may(permission: string): boolean {
    return this.value?.me.permissions.includes(permission) ?? false;
  }

  /** Whether this person's roles allow a command at all. */
  mayRun(command: keyof Commands): boolean {
    const needed = COMMAND_NEEDS[command];
    return needed === 'member' || this.may(needed);
  }
}

export const session = new SessionState();
