import type { Bar } from './gantt';
import type { Item, Milestone } from './model';

/** The records of a plan as bars; a milestone's first and last day are the core's. */
export function itemBar(item: Item): Bar {
  const state =
    item.state === 'implemented' ? 'done' : item.is_late ? 'late' : item.state === 'not_started' ? 'planned' : 'now';
  return {
    id: item.id,
    title: item.title,
    start: item.planned_start ?? item.planned_end ?? null,
    end: item.planned_end ?? item.planned_start ?? null,
    state,
    progress: item.progress_percent,
    depth: 1,
  };
}

export function milestoneBar(milestone: Milestone, items: Item[]): Bar {
  const own = items.filter((item) => item.milestone === milestone.id && item.state !== 'dropped');
  const done = milestone.state === 'signed_off';
  const sum = own.reduce((total, item) => total + item.progress_percent, 0);
  const begun = milestone.state !== 'planned' || sum > 0;
  return {
    id: milestone.id,
    title: `${milestone.position} ${milestone.title}`,
    start: milestone.starts_on,
    end: milestone.planned_on,
    mark: milestone.planned_on,
    state: done ? 'done' : milestone.is_late ? 'late' : begun ? 'now' : 'planned',
    progress: own.length > 0 ? Math.round(sum / own.length) : 0,
    depth: 0,
  };
}

/** Every milestone with its items under it, then the items that are in none. */
export function planBars(milestones: Milestone[], items: Item[], withItems: boolean): Bar[] {
  const living = items.filter((item) => item.state !== 'dropped');
  const under = (id: string) => (withItems ? living.filter((item) => item.milestone === id).map(itemBar) : []);
  const loose = living.filter((item) => !item.milestone).map((item) => ({ ...itemBar(item), depth: 0 as const }));
  return [...milestones.flatMap((milestone) => [milestoneBar(milestone, items), ...under(milestone.id)]), ...loose];
}
