/** The parts of the settings, and what one must be permitted to find anything to do there. */
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

/** How a setting is asked for; what it may be the core decides. */
export interface SettingField {
  key: string;
  kind: 'text' | 'area' | 'number' | 'check' | 'choice' | 'time' | 'colour' | 'amount' | 'zone' | 'country' | 'state' | 'currency';
  options?: string[];
  /** Left empty it is nothing at all. */
  optional?: boolean;
}
