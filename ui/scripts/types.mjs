// Reads the catalogue with its JSON Schemas on stdin and writes TypeScript on stdout: the
// arguments and answers of every command and query, what each query reads and what each command needs.
import { compile } from 'json-schema-to-typescript';
import { readFileSync } from 'node:fs';

const catalogue = JSON.parse(readFileSync(0, 'utf8'));
const commands = Object.entries(catalogue.commands);
const queries = Object.entries(catalogue.queries);

const objectOf = (entries) => ({
  type: 'object',
  additionalProperties: false,
  properties: Object.fromEntries(entries),
  required: entries.map(([name]) => name),
});
/** A command that takes nothing has an empty object of arguments. */
const closed = (schema) => (schema.type === 'object' && !schema.properties ? objectOf([]) : schema);

/** The title would become a second name for a type that already has one. */
function untitled(schema) {
  if (Array.isArray(schema)) return schema.map(untitled);
  if (schema === null || typeof schema !== 'object') return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key, value]) => !(key === 'title' && typeof value === 'string'))
      .map(([key, value]) => [key, untitled(value)]),
  );
}

const entry = (answer) => ([name, operation]) => [
  name,
  objectOf([
    ['args', closed(operation.args)],
    [answer, closed(operation[answer])],
  ]),
];
const schema = untitled({
  ...objectOf([
    ['queries', { $ref: '#/$defs/Queries' }],
    ['commands', { $ref: '#/$defs/Commands' }],
  ]),
  $defs: {
    ...catalogue.$defs,
    Queries: objectOf(queries.map(entry('view'))),
    Commands: objectOf(commands.map(entry('outcome'))),
  },
});

const types = await compile(schema, 'Catalogue', {
  additionalProperties: false,
  bannerComment: '// Written by `cargo xtask gen` from the catalogue. Do not edit.',
  format: true,
  style: { singleQuote: true, printWidth: 120 },
});
const needs = commands.map(([name, command]) => `  '${name}': '${command.permission}',`);
const reads = queries.map(([name, query]) => `  '${name}': ${JSON.stringify(query.reads)},`);
process.stdout.write(
  `${types}\n/** The tables each query depends on: when one changes, it is asked again. */\n` +
    `export const QUERY_READS: Record<keyof Queries, readonly string[]> = {\n${reads.join('\n')}\n};\n` +
    `\n/** The permission that each command needs; the core may ask for more when it is sent. */\n` +
    `export const COMMAND_NEEDS: Record<keyof Commands, string> = {\n${needs.join('\n')}\n};\n`,
);
