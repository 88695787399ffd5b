import type { MenuPart } from '$lib/features/desktop/menus';
import { rpc } from './rpc';

/**
 * What the page wants of its desktop window rather than of the core. The shell knows these wishes
 * and no others (`src-tauri/src/wishes.rs`).
 */
interface Wishes {
  open: { path: string };
  zoom: { by: number };
  print: Record<string, never>;
  close: Record<string, never>;
  quit: Record<string, never>;
  menu: { parts: MenuPart[] };
  menu_bar: Record<string, never>;
  notice: { key: string; title: string; body: string; path: string };
  save: { name: string; base64: string };
  /** `does` is `show`, `quit`, or a page to show. */
  tray: { entries: { title: string; does: string }[] };
}

export function wish<W extends keyof Wishes>(name: W, args: Wishes[W]): Promise<unknown> {
  return rpc({ op: 'window', name, args });
}
