import { z } from 'zod';
import { SlackApiError } from '../api-error.ts';
import { checkView } from '../blocks/check.ts';
import { complaint } from '../blocks/complaints.ts';
import type { SlackView } from '../records.ts';
import { viewOnTheWire } from '../rendering.ts';
import type { World } from '../world.ts';
import { type Method, method } from './method.ts';

const triggered = z.object({ trigger_id: z.string(), view: z.unknown() });

const answer = (world: World, view: SlackView) => ({ view: viewOnTheWire(world.identity, view) });

const open = method({
  args: triggered,
  run(world, args) {
    const view = checkView(args.view, 'modal');
    return answer(world, world.views.open(world.triggers.exchange(args.trigger_id), view));
  },
});

const push = method({
  args: triggered,
  run(world, args) {
    const view = checkView(args.view, 'modal');
    return answer(world, world.views.push(world.triggers.exchange(args.trigger_id), view));
  },
});

const update = method({
  args: z.object({
    view: z.unknown(),
    view_id: z.string().optional(),
    external_id: z.string().optional(),
    hash: z.string().optional(),
  }),
  run(world, args) {
    if (args.view_id === undefined && args.external_id === undefined) {
      throw new SlackApiError('invalid_arguments', [complaint('missing required field: view_id', '')]);
    }
    const old = world.views.find(args);
    return answer(world, world.views.update(old, checkView(args.view, old.type), args.hash));
  },
});

const publish = method({
  args: z.object({ user_id: z.string(), view: z.unknown(), hash: z.string().optional() }),
  run(world, args) {
    const view = checkView(args.view, 'home');
    const user = world.state.users.get(args.user_id);
    if (!user) throw new SlackApiError('user_not_found');
    if (user.deleted) throw new SlackApiError('not_enabled');
    return answer(world, world.views.publish(user.id, view, args.hash));
  },
});

export const views: Record<string, Method> = {
  'views.open': open,
  'views.push': push,
  'views.update': update,
  'views.publish': publish,
};
