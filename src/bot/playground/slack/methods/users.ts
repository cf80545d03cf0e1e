import { z } from 'zod';
import { SlackApiError } from '../api-error.ts';
import { userOnTheWire } from '../rendering.ts';
import { flag, type Method, method } from './method.ts';

const info = method({
  scopes: ['users:read'],
  args: z.object({ user: z.string(), include_locale: flag }),
  run(world, args) {
    const user = world.state.users.get(args.user);
    if (!user) throw new SlackApiError('user_not_found');
    return { user: userOnTheWire(world.identity, user, world.scopes.has('users:read.email')) };
  },
});

const lookupByEmail = method({
  scopes: ['users:read.email'],
  args: z.object({ email: z.string() }),
  run(world, args) {
    const wanted = args.email.toLowerCase();
    const user = [...world.state.users.values()].find(
      (known) => known.email?.toLowerCase() === wanted && !known.deleted && known.teamId === world.identity.teamId,
    );
    if (!user) throw new SlackApiError('users_not_found');
    return { user: userOnTheWire(world.identity, user, true) };
  },
});

export const users: Record<string, Method> = { 'users.info': info, 'users.lookupByEmail': lookupByEmail };
