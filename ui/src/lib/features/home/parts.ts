/** Which homes a person has, and which comes first: what they may do decides, their role the order. */
export type Part = 'monday' | 'caller' | 'sales' | 'admin';

const NEEDS: Record<Part, string> = {
  monday: 'project.read',
  caller: 'call.make',
  sales: 'deal.read',
  admin: 'workspace.settings',
};

const FIRST: Record<string, Part> = {
  owner: 'admin',
  admin: 'admin',
  sales_manager: 'sales',
  sales_executive: 'sales',
  telecalling_manager: 'caller',
  telecaller: 'caller',
  field_agent: 'caller',
};

/** The parts that this person may see, the one of their role first. */
export function partsOf(roles: readonly string[], permissions: readonly string[]): Part[] {
  const all = (['monday', 'caller', 'sales', 'admin'] as const).filter((part) => permissions.includes(NEEDS[part]));
  const first = roles.map((role) => FIRST[role]).find((part) => part !== undefined);
  return first && all.includes(first) ? [first, ...all.filter((part) => part !== first)] : all;
}
