// axe-core against WCAG 2.2 AA, for whatever drives a page.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const fromUi = createRequire(new URL('../ui/package.json', import.meta.url));
/** Defines `axe` in the page that evaluates it. */
export const AXE = readFileSync(fromUi.resolve('axe-core/axe.min.js'), 'utf8');

export const WCAG = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
  resultTypes: ['violations'],
};

/** What axe found, in words; nothing when all is well. */
export function inWords({ violations }) {
  return violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary?.replaceAll('\n', ' ')}`),
  );
}
