import { rpc } from './rpc';

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
function encoded(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(reader.error ?? new Error('unreadable'));
    reader.readAsDataURL(file);
  });
}
