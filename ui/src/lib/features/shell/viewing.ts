import type { Action } from '$lib/actions.svelte';
import { goto } from '$app/navigation';
import { page } from '$app/state';
import { forms } from '$lib/forms/forms.svelte';
import { m } from '$lib/paraglide/messages.js';
import { toasts } from '$lib/ui/toasts.svelte';
import { attempt } from '$lib/undo';
import { viewOf } from './views';
import { views, type SavedView } from './views.svelte';

/** What is on screen of a place as a view, when it is there and anything is chosen. */
export const presentView = (place: string) => (page.url.pathname === place ? viewOf(place, page.url.search) : undefined);

/** The offer to keep what is on screen of a place, while it is not kept. */
export function saving(place: string): Action | undefined {
  const href = presentView(place);
  if (href === undefined || views.has(href)) return undefined;
  return { id: `view-save-${place}`, group: 'here', title: m.view_save(), keys: '$mod+Shift+s', run: () => save(href) };
}
function save(href: string) {
  forms.ask({
    title: m.view_save(),
    fields: [{ name: 'title', label: m.view_name(), kind: 'text', value: suggestion() }],
    proposes: true,
    send: m.save(),
    run: (values) => views.save({ title: values.text('title') || suggestion(), href }),
  });
}
/** What is looked for, in a few words. */
function suggestion(): string {
  const words = [...page.url.searchParams].filter(([name]) => name !== 'sort').map(([, value]) => value);
  return words.join(', ').slice(0, 40) || document.title;
}
export function remove(view: SavedView) {
  void attempt(async () => {
    await views.remove(view.href);
    toasts.show({ text: m.view_removed({ name: view.title }), tone: 'plain', undo: { label: m.action_undo(), run: () => void attempt(() => views.save(view)) } });
  });
}

export const opening = (view: SavedView): Action => ({
  id: `view ${view.href}`,
  group: 'go',
  title: m.view_open({ name: view.title }),
  run: () => void goto(view.href),
});

/** Everything about a place's views, for a menu: to open them, to keep this one, to take it away. */
export function viewActions(place: string): Action[] {
  const save = saving(place);
  const present = views.of(place).find((view) => view.href === presentView(place));
  return [
    ...views.of(place).map((view) => ({ ...opening(view), title: view.title })),
    ...(save ? [save] : []),
    ...(present ? [{ id: 'view-remove', group: 'here' as const, title: m.view_remove_this(), run: () => remove(present) }] : []),
  ];
}
