export interface Queries { [name: string]: { args: any; view: any } }
export interface Commands { [name: string]: { args: any; outcome: any } }
export const QUERY_READS: Record<string, readonly string[]> = {};
