import { describe, expect, it } from 'vitest';
import { ranked } from './ranking';

const titles = ['Show shortcuts', 'Go to Leads', 'Switch theme', 'Go to Queue', 'लीड पर जाएँ'];
const find = (typed: string) => ranked(typed, titles, (title) => title);

describe('ranked', () => {
  it('keeps everything in order when nothing is typed', () => {
    expect(find('  ')).toEqual(titles);
  });
  it('puts a title that begins so first', () => {
    expect(find('s')[0]).toBe('Show shortcuts');
    expect(find('go')).toEqual(['Go to Leads', 'Go to Queue']);
  });
  it('finds a word inside, then letters in order', () => {
    expect(find('leads')).toEqual(['Go to Leads']);
    expect(find('swth')).toEqual(['Switch theme']);
  });
  it('reads Devanagari', () => {
    expect(find('लीड')).toEqual(['लीड पर जाएँ']);
  });
  it('leaves out what does not fit', () => {
    expect(find('zzz')).toEqual([]);
  });
});
