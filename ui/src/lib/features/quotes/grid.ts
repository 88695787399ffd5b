import { minorOf, typedOf } from '$lib/amounts';
import type { Line } from './model';

/** The cells of a quote's lines: what is shown, how it is typed, what is sent when it changed. */
export type Field = 'part_number' | 'description' | 'quantity' | 'unit' | 'unit_cost' | 'unit_price' | 'discount_percent' | 'tax_rate';
export type Cell = Field | 'tiers' | 'amount';

/** The words in a cell when it is opened for typing. */
export function typed(line: Line, cell: Cell): string {
  switch (cell) {
    case 'unit_price':
      return typedOf(line.unit_price.minor, line.unit_price.currency);
    case 'unit_cost':
      return line.unit_cost ? typedOf(line.unit_cost.minor, line.unit_cost.currency) : '';
    case 'quantity':
    case 'discount_percent':
      return String(line[cell]);
    case 'part_number':
    case 'description':
    case 'unit':
    case 'tax_rate':
      return line[cell];
    default:
      return '';
  }
}

export type Change =
  | { part_number: string }
  | { description: string }
  | { unit: string }
  | { tax_rate: string }
  | { quantity: string }
  | { discount_percent: string }
  | { unit_price_minor: number }
  | { unit_cost_minor: number };

/**
 * What typed words change in a line: null when nothing, `unread` when they are no number. Whether
 * the number is allowed the core says.
 */
export function changeOf(line: Line, cell: Cell, text: string): Change | null | 'unread' {
  const words = text.trim();
  if (words === typed(line, cell).trim()) return null;
  switch (cell) {
    case 'part_number':
      return { part_number: words };
    case 'description':
      return { description: words };
    case 'unit':
      return { unit: words };
    case 'tax_rate':
      return { tax_rate: words };
    case 'quantity':
    case 'discount_percent': {
      const plain = words.replaceAll(/[,\s%]/g, '') || '0';
      if (!/^\d+(\.\d+)?$/.test(plain)) return 'unread';
      return cell === 'quantity' ? { quantity: plain } : { discount_percent: plain };
    }
    case 'unit_price':
    case 'unit_cost': {
      const minor = minorOf(words || '0', line.unit_price.currency);
      if (minor === null) return 'unread';
      return cell === 'unit_price' ? { unit_price_minor: minor } : { unit_cost_minor: minor };
    }
    default:
      return null;
  }
}

export interface Pasted {
  part_number: string;
  description: string;
  quantity: string;
  unit: string;
  unit_price_minor: number;
}

/** A cell that cannot be read: its row from 1, and whose it is. */
export interface Unread {
  row: number;
  cell: Field;
  text: string;
}

/**
 * Rows copied from a spreadsheet in the grid's own order: part, description, quantity, unit,
 * price; from the description on where there is no part (`isBare`, and no row has all five). A row of one cell
 * is a description; a first row of words alone is a heading. The first cell that cannot be read refuses all.
 */
export function pasted(text: string, currency: string, isBare = false): Pasted[] | Unread {
  const rows = text
    .replaceAll('\r', '')
    .split('\n')
    .filter((row) => row.trim() !== '')
    .map((row) => row.split('\t').map((cell) => cell.trim()));
  const hasPart = !isBare || rows.some((cells) => cells.length >= 5);
  const lines: Pasted[] = [];
  for (const [at, cells] of rows.entries()) {
    const unread = (cell: Field, text: string): Unread => ({ row: at + 1, cell, text });
    const [part = '', description = '', quantity = '', unit = '', price = ''] = cells.length === 1 || !hasPart ? ['', ...cells] : cells;
    if (at === 0 && rows.length > 1 && quantity !== '' && !/\d/.test(quantity + price)) continue;
    const count = quantity.replaceAll(/[,\s]/g, '') || '1';
    const minor = minorOf(price || '0', currency);
    if (description === '') return unread('description', '');
    if (!/^\d+(\.\d+)?$/.test(count)) return unread('quantity', quantity);
    if (minor === null) return unread('unit_price', price);
    lines.push({ part_number: part, description, quantity: count, unit, unit_price_minor: minor });
  }
  return lines;
}

