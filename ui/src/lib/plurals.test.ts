import { expect, test } from 'vitest';
import { m } from '$lib/paraglide/messages.js';

test('one is one, and everything else is many', () => {
  for (const [said, expected] of [
    [m.queue_age({ days: 1 }), '1 day old'],
    [m.queue_age({ days: 0 }), '0 days old'],
    [m.queue_today({ count: '1' }), '1 call today'],
    [m.queue_today({ count: '1,234' }), '1,234 calls today'],
    [m.queue_attempts({ count: 2 }), '2 attempts'],
    [m.leads_assigned({ count: '1' }), '1 lead is assigned.'],
    [m.queue_age({ days: 1 }, { locale: 'hi' }), '1 दिन पुरानी'],
  ]) {
    expect(said).toBe(expected);
  }
});
