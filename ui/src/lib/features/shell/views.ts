/** What of an address makes a view: its search, without what only points at a row. */
export function viewOf(path: string, search: string): string | undefined {
  const params = new URLSearchParams(search);
  for (const passing of ['peek', 'token', 'room']) params.delete(passing);
  params.sort();
  const text = params.toString();
  return text ? `${path}?${text}` : undefined;
}
