import { z } from 'zod';
import { Refusal } from '../refusal.ts';
import { homePlace, reopenHome } from '../store/homes.ts';
import { defineCommand } from './kit/command.ts';

export const home = defineCommand({
  name: 'home',
  summary: 'My own page, brought up to date and kept so while it is open',
  about: 'nothing',
  right: 'anyone',
  effect: 'write',
  hidden: true,
  args: z.strictObject({ account: z.string() }),
  typed: [],
  examples: ['home'],
  async run(ctx, { account }) {
    if (!ctx.actor.accounts.includes(account)) throw new Refusal('forbidden', 'This is not your page.');
    const subject = `home:${ctx.actor.id}`;
    const place = homePlace(account);
    await reopenHome(ctx.db, { subject, place, now: ctx.now });
    ctx.tell({ subject, place, slot: 'card' });
    return {};
  },
  say: () => ({ title: ['Your page is up to date.'], parts: [] }),
});
