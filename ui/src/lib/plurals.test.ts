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
    [m.kickoff_scope({ months: 1, meetings: 1, items: 2, day: '21 Nov' }), '1 month from 21 Nov · 1 meeting · 2 SOW items'],
    [m.kickoff_accept_text({ company: 'Asha Mills', months: 1 }), 'You take over the work for Asha Mills. The project ends 1 month after its start.'],
    [m.kickoffs_mine({ n: 1 }), '1 waits for you'],
    [m.leads_left({ count: '1', why: 'the caps are reached' }), '1 waits: the caps are reached.'],
    [m.leads_left({ count: '2', why: 'nobody is present' }), '2 wait: nobody is present.'],
    [m.factor_left({ count: '1' }), '1 recovery code is left.'],
    [m.factor_left({ count: '1' }, { locale: 'hi' }), '1 रिकवरी कोड बचा है।'],
    [m.sync_wiped_unsent({ at: '21 Nov', count: '1' }), 'Copy removed 21 Nov, with 1 change that was not handed in'],
    [m.queue_age({ days: 1 }, { locale: 'hi' }), '1 दिन पुरानी'],
    [m.projects_shown({ count: '1' }, { locale: 'hi' }), '1 परियोजना'],
    [m.projects_shown({ count: '12' }, { locale: 'hi' }), '12 परियोजनाएँ'],
    [m.kickoff_scope({ months: 1, meetings: 3, items: 2, day: '21 नव॰' }, { locale: 'hi' }), '21 नव॰ से 1 महीना · 3 बैठकें · SOW के 2 काम'],
    [m.quote_months({ count: 1 }, { locale: 'hi' }), '1 महीना'],
    [m.quote_meetings_count({ count: 3 }, { locale: 'hi' }), '3 बैठकें'],
    [m.import_undid({ removed: '1', kept: '0' }, { locale: 'hi' }), '1 लीड हटाई गई, 0 रखी गई।'],
  ]) {
    expect(said).toBe(expected);
  }
});
