import { z } from 'zod';
import type { World } from '../world.ts';

/** The answer without `ok: true`. */
export type Reply = Record<string, unknown>;

/** One Web API method. `scopes`: any one of them suffices; none: every token may. */
export type Method = {
  readonly token: 'bot' | 'app';
  readonly scopes: readonly string[];
  readonly args: z.ZodObject;
  run(world: World, args: Record<string, unknown>): Reply;
};

/** Declares a method with its arguments inferred from the schema. */
export function method<Args extends z.ZodObject>(declared: {
  token?: 'bot' | 'app';
  scopes?: readonly string[];
  args: Args;
  run(world: World, args: z.infer<Args>): Reply;
}): Method {
  return {
    token: declared.token ?? 'bot',
    scopes: declared.scopes ?? [],
    args: declared.args,
    run: (world, args) => declared.run(world, args as z.infer<Args>),
  };
}

/** A yes or no, which arrives as a word when the call is form-encoded. */
export const flag = z.union([z.boolean(), z.stringbool()]).optional();

/** A whole number, which arrives as digits when the call is form-encoded. */
export const whole = z.coerce.number().int();
