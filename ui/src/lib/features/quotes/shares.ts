/** Percents as people type them; what a plan may be the core decides. */

export const plainPercent = (text: string): string => text.replaceAll(/[\s%]/g, '');

/** What the percents of a plan are together; nothing when none is typed, or one cannot be read. */
export function sharesOf(typed: string[]): number | undefined {
  const shares = typed.map(plainPercent).filter((text) => text !== '');
  if (shares.length === 0 || shares.some((text) => !/^\d+(\.\d{1,4})?$/.test(text))) return undefined;
  // In ten-thousandths, so that three times 33.3333 and a rest are exact.
  return shares.reduce((sum, text) => sum + Math.round(Number(text) * 10_000), 0) / 10_000;
}
