/**
 * Where one was on a place left behind: how far it was scrolled, which row was marked, how much of
 * a list was there. Back and Forward find it again; a fresh visit begins at the top. Kept only
 * while the window is open.
 */
const kept = new Map<string, unknown>();
/** More places than anybody goes back through. */
const MOST = 200;
let returning = false;

/** Told by the shell at each change of place: was it Back or Forward? */
export function arriving(isReturn: boolean): void {
  returning = isReturn;
}

export function keepPlace(key: string, value: unknown): void {
  kept.delete(key);
  kept.set(key, value);
  const oldest = kept.keys().next();
  if (kept.size > MOST && !oldest.done) kept.delete(oldest.value);
}

/** What was kept, when the present place was reached by Back or Forward. */
export function placeBefore<T>(key: string): T | undefined {
  return returning ? (kept.get(key) as T | undefined) : undefined;
}
