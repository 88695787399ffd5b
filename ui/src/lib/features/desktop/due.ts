/** A promised call, as a list of leads has it. */
export interface Promised {
  id: string;
  due_at?: string | null;
}

/** Those that fell due after one moment and up to another. */
export function fellDue<Row extends Promised>(rows: readonly Row[], after: number, until: number): Row[] {
  return rows.filter((row) => {
    const at = row.due_at ? Date.parse(row.due_at) : Number.NaN;
    return at > after && at <= until;
  });
}

/** The first one that is still to come. */
export function nextOf<Row extends Promised>(rows: readonly Row[], now: number): Row | undefined {
  const ahead = rows.filter((row) => row.due_at && Date.parse(row.due_at) > now);
  return ahead.sort((a, b) => Date.parse(a.due_at ?? '') - Date.parse(b.due_at ?? ''))[0];
}
