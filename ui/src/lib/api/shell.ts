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
  save: { title: string; name: string; base64: string };
  save_pack: { title: string; manifest_sha256: string };
  place: { title: string; name: string };
  /** What `save`, `save_pack` or `place` answered. */
  show_saved: { saved: number };
  drag: Dragged;
  /** `does` is `show`, `quit`, or a page to show. */
  tray: { entries: { title: string; does: string }[] };
}

/** A pack by the hash of its manifest, or a stored file by its id: a page names no path. */
export type Dragged = { pack: string } | { file: string };

/** Where the person wants a file; `path` is null when they want none. */
export type Placed = { path: null } | { path: string; saved: number };

export function wish<W extends keyof Wishes>(name: W, args: Wishes[W]): Promise<unknown> {
  return rpc({ op: 'window', name, args });
}
