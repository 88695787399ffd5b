import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { COMMAND_NEEDS } from './api/generated';

/**
 * What cannot be taken back is asked for once more, and nothing else is. Which commands can be taken
 * back the core says (`UNDOABLE`); where a command is sent from the window is read here from its
 * source, so that a new place cannot be forgotten.
 */
const HERE = join(import.meta.dirname, '..');
const CORE = join(import.meta.dirname, '../../../crates/core/src');

function files(folder: string, ending: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name) && !/paraglide|generated\.ts|\.test\.ts/.test(name))
    .map((name) => join(folder, name));
}

/** The commands that the core takes back by one `undo`. */
function undoable(): Set<string> {
  const found = new Set<string>();
  for (const file of files(CORE, /\.rs$/)) {
    for (const [, body = ''] of readFileSync(file, 'utf8').matchAll(/impl Command for \w+ \{(.*?)\n\}/gs)) {
      const name = /const NAME: &(?:'static )?str = "([^"]+)"/.exec(body)?.[1];
      if (name && body.includes('UNDOABLE: bool = true')) found.add(name);
    }
  }
  return found;
}

/** Ways of asking first: the dialog itself, and what the features' acts build on it. */
const ASKS = new Set(['ask', 'open', 'confirm', 'confirmed', 'reason', 'askReason', 'withReason', 'sign']);

interface Sent {
  command: string;
  at: string;
  isAsked: boolean;
  /** Asked, although nothing is to be filled in. */
  isBare: boolean;
}

/** Every `run('some.command', …)` of a file. */
function sentBy(file: string): Sent[] {
  const whole = readFileSync(file, 'utf8');
  const script = file.endsWith('.svelte') ? [...whole.matchAll(/<script[^>]*>(.*?)<\/script>/gs)].map((found) => found[1]).join('\n') : whole;
  const source = ts.createSourceFile(file, script, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  const list: Sent[] = [];
  const called = (node: ts.CallExpression) =>
    ts.isIdentifier(node.expression) ? node.expression.text : ts.isPropertyAccessExpression(node.expression) ? node.expression.name.text : '';
  const visit = (node: ts.Node, asking: ts.CallExpression | undefined): void => {
    const call = ts.isCallExpression(node) ? node : undefined;
    const first = call?.arguments[0];
    if (call && called(call) === 'run' && first && ts.isStringLiteral(first) && first.text in COMMAND_NEEDS) {
      list.push({
        command: first.text,
        at: file.slice(HERE.length + 1),
        isAsked: asking !== undefined,
        isBare: asking !== undefined && (called(asking) === 'confirmed' || called(asking) === 'confirm' || /fields: \[\]/.test(asking.getText())),
      });
    }
    ts.forEachChild(node, (child) => visit(child, call && ASKS.has(called(call)) ? call : asking));
  };
  visit(source, undefined);
  // Nothing is sent from the markup, where this would not see it.
  const written = [...whole.matchAll(/\brun\('([a-z_.]+)'/g)].filter(([, name = '']) => name in COMMAND_NEEDS).length;
  expect(list.length, file).toBe(written);
  return list;
}

/** Panes and dialogs in which a thing is filled in before one button sends it. */
const FILLED_IN = ['MinutesSheet.svelte', 'ChangeSheet.svelte', 'CheckDialog.svelte', 'ItemEdit.svelte'];

/** One key each: why nothing is asked, where one `undo` does not take it back. */
const DIRECT: Record<string, string> = {
  'call.start': 'a call is ended as quickly as it was begun',
  'call.ended': 'the outcome follows, and that can be undone',
  'sow_item.start': 'the next step says where the item stands',
  'sow_item.submit': 'sow_item.send_back',
  'sow_item.implement': 'a step of every day; the client’s consent came before it',
  'milestone.submit': 'milestone.send_back',
  'change.submit': 'change.withdraw',
  'project.resume': 'project.hold',
  'quote.mark_viewed': 'a note of what the client did',
  undo: 'it is the way back itself',
};

const back = undoable();
const sent = files(HERE, /\.(svelte|ts)$/).flatMap(sentBy);

test('the source says what can be taken back, and what is sent from where', () => {
  expect([...back].filter((name) => !(name in COMMAND_NEEDS))).toEqual([]);
  expect(back.size).toBeGreaterThan(40);
  expect(sent.length).toBeGreaterThan(80);
});

test('what cannot be taken back is asked for once more', () => {
  const silent = sent
    .filter((one) => !back.has(one.command) && !one.isAsked && !(one.command in DIRECT))
    .filter((one) => !FILLED_IN.some((name) => one.at.endsWith(name)));
  expect(silent).toEqual([]);
});

test('nothing else is', () => {
  expect(sent.filter((one) => back.has(one.command) && one.isBare)).toEqual([]);
});

test('every exception is still sent by one key', () => {
  for (const command of Object.keys(DIRECT)) {
    expect(sent.some((one) => one.command === command && !one.isAsked), command).toBe(true);
  }
});
