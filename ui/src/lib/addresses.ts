/** What stands behind `?` in an address. */

/** `text=rao&priority=hot`; what is empty is left out. */
function searchOf(values: Record<string, string>): string {
  const parts = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value) parts.set(name, value);
  return parts.toString();
}

/** The address of a place with its search. */
export function addressOf(place: string, values: Record<string, string>): string {
  const search = searchOf(values);
  return search ? `${place}?${search}` : place;
}
