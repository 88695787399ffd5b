/** A difference that two readings of one clock may have, in ms. */
const JITTER_MS = 60_000;

let ahead = 0;

/** The core says what time it is; where its clock was set for a demonstration, the window goes by it. */
export function setClock(core: string, machine = Date.now()): void {
  const difference = Date.parse(core) - machine;
  ahead = Math.abs(difference) > JITTER_MS ? difference : 0;
}

/** Now, in ms since 1970: the core's. */
export function nowMs(machine = Date.now()): number {
  return machine + ahead;
}
