import { isTauri } from '@tauri-apps/api/core';
import { m } from '$lib/paraglide/messages.js';
import { toasts } from '$lib/ui/toasts.svelte';
import { rpc } from './rpc';
import { wish } from './shell';

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

/** A desktop window asks its shell, and says where the file is. */
async function saveThere(name: string, base64: string): Promise<void> {
  const { path } = (await wish('save', { name, base64 })) as { path: string };
  toasts.show({ text: m.file_saved({ path }), tone: 'plain' });
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
