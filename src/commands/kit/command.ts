import type { z } from 'zod';
import type { Right, Standing } from '../../rules/authority.ts';
import type { Chart } from '../../rules/chart.ts';
import type { ChangeState } from '../../store/changes.ts';
import type { Db } from '../../store/open.ts';
import type { Actor } from '../../store/people.ts';
import type { PromptState } from '../../store/prompts.ts';
import type { UseCase } from '../../store/use-cases.ts';
import type { Card } from './card.ts';
import type { Form } from './form.ts';

/** What the house is set to; the part of the configuration that commands may know. */
export type Settings = {
  admins: readonly string[];
  reviewPlaces: readonly string[];
  announcePlaces: readonly string[];
  publicUrl: string | null;
  timezone: string;
  /** How many days excerpts and comments are kept, and how late a vote may come. */
  feedbackDays: number;
  /** The address of a chart as a picture; null where no platform could fetch one. */
  picture: (chart: Chart) => string | null;
};

export type Log = Record<'info' | 'warn' | 'error', (facts: Record<string, unknown>, message: string) => void>;

/** Through which door, from where, and with which token a command came. */
export type Via = {
  door: 'slack' | 'teams' | 'http' | 'clock' | 'cli';
  /** Where it was typed or clicked, such as `slack:T1/C2`. */
  place?: string;
  /** The account it came from, `slack:T1/U1`: whose it is, is asked again when the command runs. */
  account?: string;
  token?: { id: number; name: string };
};

/** A message to be posted: text is derived from `subject` when it is sent. */
export type Delivery = { subject: string; place: string; slot: string };

/** All that a command may touch. Everything told or recorded here is written in the command's own transaction. */
export type Ctx = {
  db: Db;
  now: Date;
  actor: Actor;
  admin: boolean;
  via: Via;
  settings: Settings;
  /** For whoever runs the bot, and written at once, whatever becomes of the command. Never what somebody wrote. */
  log: Log;
  /** Posts once: the same subject, place and slot are never posted a second time. */
  tell(delivery: Delivery): void;
  /** Edits every posted copy of a subject's card. */
  refresh(subject: string): void;
  /** Adds a row to the audit trail. */
  record(action: string, subject: string, detail: Record<string, unknown>): void;
  /** Readers of the prompt learn of it when the transaction commits. */
  moved(promptId: number): void;
};

export type PromptCtx = Ctx & { prompt: PromptState; standing: Standing };
export type ChangeCtx = PromptCtx & { change: ChangeState };
export type UseCaseCtx = Ctx & { useCase: UseCase; standing: Standing };
type CtxOf = { nothing: Ctx; prompt: PromptCtx; change: ChangeCtx; usecase: UseCaseCtx };
type About = keyof CtxOf;

/**
 * One thing the bot can do: a plain object.
 * `effect`: `none` needs no database at all, `read` changes nothing but who has seen what, `write` is recorded and happens
 * once per delivery.
 */
export type Command<A extends z.ZodObject = z.ZodObject, R = unknown, S extends About = About> = {
  name: string;
  summary: string;
  /** What it is about. `prompt`, `change` and `usecase` are looked up (and locked, for a write) before `run`. */
  about: S;
  /** Who may: checked against the person's standing at every click. */
  right: Right;
  effect: 'none' | 'read' | 'write';
  args: A;
  /** Arguments in the order they are typed; the last one takes the rest of the line. */
  typed: readonly (keyof z.infer<A> & string)[];
  examples: readonly string[];
  /** Left out of help and completion: sent by buttons or the clock only. */
  hidden?: boolean;
  /** Its name among the shortcuts that a platform offers everywhere; only for what people start out of the blue. */
  shortcut?: string;
  /** The form that asks for what is missing; without it the form is derived from the schema. */
  ask?: (ctx: CtxOf[S], args: Partial<z.infer<A>>) => Promise<Form>;
  run: (ctx: CtxOf[S], args: z.infer<A>) => Promise<R>;
  /** The answer to the caller. Pure. */
  say: (result: R) => Card;
  /** The same answer for programs, where the result itself is more than they should see. Pure. */
  json?: (result: R) => unknown;
};

/** Identity, so that `args` and the result are inferred where a command is written. */
export function defineCommand<A extends z.ZodObject, R, S extends About>(command: Command<A, R, S>): Command<A, R, S> {
  return command;
}
