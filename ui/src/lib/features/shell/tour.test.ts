import { expect, test } from 'vitest';
import { tourFor } from './tour';

test('every tour begins with the palette, ends with the keys and goes to no place twice', () => {
  for (const roles of [[], ['owner'], ['telecaller'], ['project_manager', 'finance'], ['unknown'], ['owner', 'telecaller']]) {
    const stops = tourFor(roles);
    expect(stops[0]?.mark).toBe('nav .find');
    expect(stops.at(-1)?.mark).toBe('nav .tools');
    const places = stops.map((stop) => stop.href).filter(Boolean);
    expect(new Set(places).size).toBe(places.length);
    for (const stop of stops) expect(stop.title().length * stop.text().length).toBeGreaterThan(0);
  }
});

test('finance is shown what is due, whoever administers the team', () => {
  expect(tourFor(['finance']).map((stop) => stop.href)).toContain('/payments');
  expect(tourFor(['admin']).map((stop) => stop.href)).toContain('/settings/team');
});

test('a telecaller is shown the queue, a project manager the kickoffs', () => {
  expect(tourFor(['telecaller']).map((stop) => stop.href)).toEqual(['', '/calls', '/leads', '']);
  expect(tourFor(['project_manager']).map((stop) => stop.href)).toEqual(['', '/kickoffs', '/projects', '/packs', '']);
});
