import type { Queries } from '$lib/api/generated';

export type Kind = Queries['pack.contents']['args']['kind'];
export type Audience = Queries['pack.contents']['args']['audience'];
export const FORMATS = ['pdf', 'docx', 'md'] as const;
export type Format = (typeof FORMATS)[number];

/** What the job `pack.build` answers with. */
export interface Built {
  folder: string;
  zip: string | null;
  documents: number;
  files: number;
  failed: { title: string; reason: string }[];
  manifest_sha256: string;
}

/** What the job `pack.verify` answers with. */
export interface Verified {
  ok: boolean;
  failed: { title: string; reason: string }[];
  files: { path: string; ok: boolean; reason: string }[];
  extra: string[];
  missing: string[];
}

/** What is wrong with a pack, a line each: which file, and what happened to it. */
export function faults(found: Verified): { path: string; what: 'changed' | 'missing' | 'extra' }[] {
  const changed = found.files.filter((file) => !file.ok && file.reason !== 'missing').map((file) => file.path);
  return [
    ...changed.map((path) => ({ path, what: 'changed' as const })),
    ...found.missing.map((path) => ({ path, what: 'missing' as const })),
    ...found.extra.map((path) => ({ path, what: 'extra' as const })),
  ];
}
