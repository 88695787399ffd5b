import { describe, expect, it } from 'vitest';
import { changesOf, choose, fieldsOf } from './model';

const mapping = { columns: ['First', 'Last', 'Mobile', 'Town'], fields: { name: [0, 1], phone: [2] } };

describe('columns of a file', () => {
  it('are shown with the fields that they fill', () => {
    expect(fieldsOf(mapping)).toEqual(['name', 'name', 'phone', '']);
  });
  it('send nothing when nothing was changed', () => {
    expect(changesOf(mapping, fieldsOf(mapping))).toEqual({});
  });
  it('send what was added, moved and taken out', () => {
    expect(changesOf(mapping, choose(fieldsOf(mapping), 3, 'city'))).toEqual({ city: 'Town' });
    expect(changesOf(mapping, choose(fieldsOf(mapping), 3, 'phone'))).toEqual({ phone: 'Town' });
    expect(changesOf(mapping, choose(fieldsOf(mapping), 2, ''))).toEqual({ phone: '' });
    expect(changesOf(mapping, choose(fieldsOf(mapping), 1, ''))).toEqual({ name: 'First' });
  });
});
