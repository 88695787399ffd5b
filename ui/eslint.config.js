import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/**
 * Markup holds no sentences: people read English or Hindi, so every word comes from the language
 * files. Marks that are the same everywhere (· – / %) may stand.
 */
const noRawText = {
  meta: { type: 'problem', messages: { raw: 'Words in markup belong in messages/*.json: “{{text}}”' } },
  create(context) {
    const hasWord = (text) => /\p{L}/u.test(text);
    const spoken = new Set(['aria-label', 'title', 'placeholder', 'alt', 'label']);
    return {
      SvelteText(node) {
        const inCode = ['style', 'script'].includes(node.parent?.name?.name);
        if (!inCode && hasWord(node.value)) {
          context.report({ node, messageId: 'raw', data: { text: node.value.trim().slice(0, 40) } });
        }
      },
      SvelteAttribute(node) {
        if (!spoken.has(node.key.name)) return;
        for (const part of node.value) {
          if (part.type === 'SvelteLiteral' && hasWord(part.value)) {
            context.report({ node: part, messageId: 'raw', data: { text: part.value } });
          }
        }
      },
    };
  },
};

/** Tiers: design system ← features ← routes, and never from one feature into another. */
const tiers = [
  {
    files: ['src/lib/ui/**'],
    rules: { 'no-restricted-imports': ['error', { patterns: ['$lib/features/*', '$lib/api/*'] }] },
  },
  ...['agreements', 'calls', 'companies', 'deals', 'imports', 'leads', 'payments', 'projects', 'quotes', 'settings'].map((feature, _, all) => ({
    files: [`src/lib/features/${feature}/**`],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: all.filter((other) => other !== feature).map((other) => `$lib/features/${other}/*`) },
      ],
    },
  })),
];

export default ts.config(
  { ignores: ['build/', '.svelte-kit/', 'src/lib/paraglide/', 'src/lib/api/generated.ts'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    plugins: { netra: { rules: { 'no-raw-text': noRawText } } },
    rules: {
      'no-undef': 'off',
      'no-console': 'error',
      // The program lives at the root of its address in both shells.
      'svelte/no-navigation-without-resolve': 'off',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: { projectService: true, extraFileExtensions: ['.svelte'], parser: ts.parser, svelteConfig },
    },
    rules: { 'netra/no-raw-text': 'error' },
  },
  ...tiers,
);
