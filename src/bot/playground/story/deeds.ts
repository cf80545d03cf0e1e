import { posted } from './answers.ts';
import { answerIn } from './application.ts';
import { accountOf, type Platform } from './people.ts';
import type { Scene, Stage, When } from './scene.ts';
import { type StoryUseCase, useCases } from './use-cases.ts';

export const mention = (who: string) => `@${accountOf(who)}`;
const model = 'larch-2-medium-2026-08';

type New = { prompt: string; purpose: string; text: string; why: string; params?: Record<string, unknown> };
export type Seen = { change: number; cycle: number; fingerprint: string };

export const seen = ({ change, cycle, fingerprint }: Record<string, unknown>) =>
  ({ change, cycle, fingerprint }) as Seen;

export async function submit(stage: Stage, args: { prompt: string; text: string; why: string }): Promise<Seen> {
  return seen(await stage.run('ada', 'submit', args));
}

export const roles = { owner: mention('olu'), deputy: mention('dee') };

/** Olu writes down who answers for what, and what happens when it fails, before anything of it is released. */
async function prepare(stage: Stage, { usecase, people, fields, inputs, assessment, criterion, pilot }: StoryUseCase) {
  const those = Object.fromEntries(Object.entries(people).map(([part, who]) => [part, mention(who)]));
  const lines = inputs.map(([name, source, owner, days]) => [name, source, mention(owner), days].join('; '));
  await stage.write('olu', 'usecase-create', { usecase, ...roles });
  await stage.write('olu', 'usecase-edit', { usecase, ...those, ...fields, inputs: lines.join('\n') });
  await stage.write('olu', 'usecase-assess', { usecase, ...assessment });
  await stage.write('olu', 'usecase-review', { usecase });
  if (criterion) {
    const { waiting } = await stage.run('olu', 'usecase-criteria', { usecase, ...criterion });
    const [one] = (waiting ?? []) as readonly { criterion: number }[];
    await stage.run(people.stop_authority, 'usecase-agree', { usecase, criterion: one?.criterion });
  }
  const as = pilot === undefined ? { as: 'active' } : { as: 'pilot', until: stage.dayAfter(pilot) };
  await stage.run('olu', 'usecase-activate', { usecase, ...as });
}

/** Ada proposes a prompt; Olu owns it, Dee is his deputy, and it says who reviews it and who hears of it. */
export async function create(stage: Stage, { params = { temperature: 0.2 }, ...given }: New): Promise<Seen> {
  const useCase = (useCases as Readonly<Record<string, StoryUseCase>>)[given.prompt];
  if (useCase) await prepare(stage, useCase);
  const usecase = useCase?.usecase ?? given.prompt;
  const opened = await stage.run('ada', 'submit', { ...given, ...roles, usecase, model, params });
  const { prompt } = given;
  await stage.run('olu', 'reviewers', { prompt, action: 'add', people: [mention('grace')] });
  await stage.run('olu', 'stakeholders', { prompt, action: 'add', people: [mention('sam')] });
  return seen(opened);
}

/** What the scenes hand on to each other. */
export const opened: Record<string, Seen> = {};

export function proposed(when: When, name: string, work: (stage: Stage) => Promise<Seen>): Scene {
  return {
    when,
    play: async (stage) => {
      opened[name] = await work(stage);
    },
  };
}

/** Somebody approves, which releases it, and the help desk begins to read it. */
export const approved = (when: When, name: string, who = 'grace', on: Platform = 'slack'): Scene => ({
  when,
  play: async (stage) => {
    const { prompt } = await stage.run(who, 'approve', opened[name] as Seen, on);
    await stage.application().read(String(prompt));
  },
});

export const said = (when: When, who: string, channel: string, text: string): Scene => ({
  when,
  play: (stage) => stage.say(who, channel, text),
});

/** An answer of the help desk comes into the channel for answers. */
export const answered = (when: When, on: Platform, which: keyof typeof posted): Scene => ({
  when,
  play: (stage) => answerIn(on, stage.application(), posted[which], stage.at()),
});

export const day = (days: number, at: `${number}:${number}`): When => ({ days, at });
export const ago = (minutes: number): When => ({ minutes });
