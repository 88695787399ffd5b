export interface Found { id: string; title: string; detail?: string; run: () => void }
export async function findLeads(_text: string): Promise<Found[]> { return []; }
