// Folders of tests, taken away for good.
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Removes a folder in which a program that was just closed may still write its last files. Node's own
 * retries do not list the folder again, so a file that came meanwhile makes them all fail.
 */
export async function remove(folder) {
  for (let left = 50; ; left--) {
    try {
      return rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      if (left === 0) throw error;
      await sleep(200);
    }
  }
}
