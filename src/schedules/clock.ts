import cron from 'node-cron';
import { dispatch } from '../commands/kit/dispatch.ts';
import type { House } from '../commands/kit/invocation.ts';
import type { Schedule } from './schedule.ts';

const WITHIN = 60_000;

/** Types the schedules' commands when their time comes, in the house's time zone; none while the clock `stands`. */
export function startClock(
  house: House,
  schedules: readonly Schedule[],
  stands: () => boolean = () => false,
): { stop(): Promise<void> } {
  const tasks = schedules.map((one) =>
    cron.schedule(one.cron, () => (stands() ? undefined : type(house, one)), {
      name: one.name,
      timezone: house.settings.timezone,
      noOverlap: true,
    }),
  );
  return {
    stop: async () => {
      await Promise.all(tasks.map((task) => task.destroy()));
    },
  };
}

async function type(house: House, { name, command, again }: Schedule): Promise<void> {
  for (let left = true; left; ) {
    const outcome = await dispatch(house, {
      command,
      args: {},
      personId: null,
      via: { door: 'clock' },
      within: WITHIN,
    });
    if (outcome.kind !== 'done') house.log.warn({ schedule: name, outcome: outcome.kind }, 'a schedule did not run');
    left = again === true && outcome.kind === 'done' && (outcome.result as { left: boolean }).left;
  }
}
