// What the other programs of `bench peers` are asked to do, the same for each.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** Changes a second on the live channel. */
const RATE = 50;
export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

/** The leads that Netra's part wrote out, flat: what is empty is left out. */
export async function* leadsOf(file) {
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const { id, ...lead } = JSON.parse(line);
    yield { id: id.$x, ...Object.fromEntries(Object.entries(lead).filter(([, value]) => value !== null && typeof value !== 'object')) };
  }
}

/** What somebody wrote without a network. */
export function* offline(queued) {
  for (let n = 0; n < queued; n++) {
    yield { id: `offline-${n}`, name: `Lead ${n}`, phone: `+9197${String(n).padStart(8, '0')}`, city: 'Nashik' };
  }
}

/** Many listen while one writes; `listen` is given what to call with the id of each row that came. */
export async function fanOut({ devices, seconds, listen, ready, write }) {
  const seen = Array.from({ length: devices }, () => new Map());
  for (const mine of seen) listen((id) => mine.has(id) || mine.set(id, performance.now()));
  await ready();
  const given = [];
  const began = performance.now();
  for (let n = 0; n < seconds * RATE; n++) {
    await sleep(Math.max(0, began + (n * 1_000) / RATE - performance.now()));
    const id = `live-${n}`;
    given.push([id, performance.now()]);
    await write({ id, name: 'Lead', phone: `+9198221${String(n).padStart(5, '0')}`, city: 'Pune' });
  }
  const rate = given.length / ((performance.now() - began) / 1_000);
  await sleep(5_000);
  const times = [];
  let lost = 0;
  for (const mine of seen) {
    for (const [id, at] of given) {
      if (mine.has(id)) times.push(mine.get(id) - at);
      else lost++;
    }
  }
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
  return { rate, p50: at(0.5), p95: at(0.95), lost };
}
