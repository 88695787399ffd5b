/** Amounts as people type them. Only digits are read here; what may be paid the core decides. */

/** How many decimals a currency has. */
export function decimals(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** `1,23,456.5` → 12345650 minor units; null when it is no amount or has too many decimals. */
export function minorOf(text: string, currency: string): number | null {
  const digits = decimals(currency);
  const plain = text.replaceAll(/[,\s₹$€£\u00a0]/g, '');
  const parts = /^(-?)(\d+)(?:\.(\d*))?$/.exec(plain);
  if (!parts) return null;
  const [, sign, whole = '', fraction = ''] = parts;
  if (fraction.length > digits) return null;
  const minor = Number(`${whole}${fraction.padEnd(digits, '0')}`);
  if (!Number.isSafeInteger(minor)) return null;
  return sign && minor !== 0 ? -minor : minor;
}

/** 12345650 → `123456.50`, for a field in which it can be changed. */
export function typedOf(minor: number, currency: string): string {
  const digits = decimals(currency);
  const whole = String(Math.abs(minor)).padStart(digits + 1, '0');
  const sign = minor < 0 ? '-' : '';
  return digits === 0 ? `${sign}${whole}` : `${sign}${whole.slice(0, -digits)}.${whole.slice(-digits)}`;
}
