import { isTauri } from '@tauri-apps/api/core';
import type { Attachment } from 'svelte/attachments';
import { m } from '$lib/paraglide/messages.js';
import { toasts } from '$lib/ui/toasts.svelte';
import { attempt } from '$lib/undo';
import { rpc } from './rpc';
import { wish, type Dragged, type Placed } from './shell';

/**
 * Hands a file's bytes to the workspace's file store and gives the id of its record. The store
 * takes what fits in one request; larger files come in through the command line.
 */
export async function storeFile(file: File): Promise<string> {
  const base64 = await encoded(file);
  const args = { name: file.name, media_type: file.type || 'application/octet-stream', base64 };
  const added = (await rpc({ op: 'store', args })) as { file: string };
  return added.file;
}

/** The browser encodes off the page's thread; the words before the comma only name the type. */
function encoded(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(reader.error ?? new Error('unreadable'));
    reader.readAsDataURL(file);
  });
}

/** What comes back of a stored file. */
export interface StoredFile {
  name: string;
  media_type: string;
  blob: Blob;
}

const askFor = (file: string) => rpc({ op: 'file', args: { file } }) as Promise<{ name: string; media_type: string; base64: string }>;

function blobOf(base64: string, type: string): Blob {
  return new Blob([Uint8Array.from(atob(base64), (letter) => letter.codePointAt(0) ?? 0)], { type });
}

/** A stored file's bytes, for whoever may see a record that speaks of it. */
export async function fetchFile(file: string): Promise<StoredFile> {
  const { name, media_type, base64 } = await askFor(file);
  return { name, media_type, blob: blobOf(base64, media_type) };
}

/** Hands a stored file to the person, under its own name. */
export async function saveFile(file: string): Promise<void> {
  const { name, media_type, base64 } = await askFor(file);
  await saveBytes(name, media_type, base64);
}

/** A picked file's bytes as text that a request can carry. */
export const base64Of = encoded;

/** Hands bytes, as the core gave them, to the person as a file of that name. */
export async function saveBytes(name: string, media_type: string, base64: string): Promise<void> {
  if (isTauri()) await saveThere(name, base64);
  else download(name, blobOf(base64, media_type));
}

/** Hands over what was made in the page itself. */
export async function handOver(name: string, blob: Blob): Promise<void> {
  if (isTauri()) await saveThere(name, await encoded(blob));
  else download(name, blob);
}

/** A desktop window's shell asks the person where the file goes. */
async function saveThere(name: string, base64: string): Promise<void> {
  placed(await wish('save', { title: m.file_save({ name }), name, base64 }));
}

/** Says where a file went, with the way to its folder. */
function placed(answer: unknown): void {
  const place = answer as Placed;
  if (place.path === null) return;
  const { path, saved } = place;
  const run = () => void attempt(() => wish('show_saved', { saved }));
  toasts.show({ text: m.file_saved({ path }), tone: 'plain', next: { label: m.file_open_folder(), run } });
}

/** A browser knows what to do with a link to bytes. */
function download(name: string, blob: Blob): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** The ZIP of a pack that lies on this machine, to where the person says. A desktop's alone. */
export async function savePack(manifest_sha256: string): Promise<void> {
  placed(await wish('save_pack', { title: m.pack_save_zip(), manifest_sha256 }));
}

/** Lets an element be dragged into another program as the file that it stands for. A desktop's alone. */
export function draggedOut(what: Dragged): Attachment<HTMLElement> {
  return (element) => {
    if (!isTauri()) return undefined;
    element.draggable = true;
    // Its words would be marked on the way.
    element.style.setProperty('-webkit-user-select', 'none');
    element.title = m.file_drag();
    const begin = (event: DragEvent) => {
      // The web view would drag words and links; the shell drags the file itself.
      event.preventDefault();
      void attempt(() => wish('drag', what));
    };
    element.addEventListener('dragstart', begin);
    return () => element.removeEventListener('dragstart', begin);
  };
}
