import { describe, expect, it } from 'vitest';
import { changesOf, fieldsOf, settled, toCorrect } from './model';

const choose = (first: string[], column: number, field: string) => settled(first, [{ column, field }]);
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
  it('have again what another only passed', () => {
    const first = ['company', 'phone', ''];
    const passed = [{ column: 2, field: 'company' }];
    expect(settled(first, passed)).toEqual(['', 'phone', 'company']);
    expect(settled(first, [...passed, { column: 2, field: 'created_on' }])).toEqual(['company', 'phone', 'created_on']);
    // Who was told last has it, until told otherwise.
    expect(settled(first, [...passed, { column: 0, field: 'company' }])).toEqual(['company', 'phone', '']);
    expect(settled(first, [...passed, { column: 0, field: '' }, { column: 2, field: '' }])).toEqual(['', 'phone', '']);
  });
});

describe('what can be corrected of a row', () => {
  const fault = (path: string) => ({ path, code: 'x', message: '', args: {} });
  const list = { columns: ['Who', 'Mobile', 'Town', 'Since'], fields: { name: [0], phone: [1], city: [2], created_on: [3] } };
  it('is the field that the core named', () => {
    expect(toCorrect({ errors: [fault('created_on')] }, list)).toEqual(['created_on']);
    expect(toCorrect({ errors: [fault('fields.name'), fault('created_on')] }, list)).toEqual(['name', 'created_on']);
  });
  it('is both ways to reach somebody, though the file has one', () => {
    expect(toCorrect({ errors: [fault('phone')] }, list)).toEqual(['phone', 'email']);
  });
  it('is everything that the file fills when the reason is about the row', () => {
    for (const errors of [[fault('row')], [fault('phone'), fault('row')], []]) {
      expect(toCorrect({ errors }, list)).toEqual(['name', 'phone', 'city', 'created_on']);
    }
  });
});
