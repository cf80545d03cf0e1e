import cron from 'node-cron';
import { dispatch, type House } from '../commands/kit/dispatch.ts';
import type { Schedule } from './schedule.ts';

const WITHIN = 60_000;

/** Types the schedules' commands when their time comes, in the house's time zone. */
export function startClock(house: House, schedules: readonly Schedule[]): { stop(): Promise<void> } {
  const tasks = schedules.map((one) =>
    cron.schedule(
      one.cron,
      async () => {
        const outcome = await dispatch(house, {
          command: one.command,
          args: {},
          personId: null,
          via: { door: 'clock' },
          within: WITHIN,
        });
        if (outcome.kind !== 'done')
          house.log.warn({ schedule: one.name, outcome: outcome.kind }, 'a schedule did not run');
      },
      { name: one.name, timezone: house.settings.timezone, noOverlap: true },
    ),
  );
  return {
    stop: async () => {
      await Promise.all(tasks.map((task) => task.destroy()));
    },
  };
}
