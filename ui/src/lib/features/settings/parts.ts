/** The parts of the settings. */
export const PARTS = [
  'me',
  'team',
  'roles',
  'firm',
  'calling',
  'dispositions',
  'sales',
  'tax',
  'numbering',
  'brand',
  'sync',
  'history',
  'backup',
] as const;
export type Part = (typeof PARTS)[number];

/** What one must be permitted for there to be anything at all in a part. */
const NEEDS: Partial<Record<Part, string>> = { history: 'history.undo_any', backup: 'workspace.backup' };
export const partsFor = (may: (permission: string) => boolean): Part[] =>
  PARTS.filter((part) => {
    const needed = NEEDS[part];
    return needed === undefined || may(needed);
  });

/** How a setting is asked for; what it may be the core decides. */
export interface SettingField {
  key: string;
  kind: 'text' | 'area' | 'number' | 'check' | 'choice' | 'time' | 'colour' | 'amount' | 'zone' | 'country' | 'state' | 'currency';
  options?: string[];
  /** Left empty it is nothing at all. */
  optional?: boolean;
}
