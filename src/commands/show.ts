import { z } from 'zod';
import { textOf } from '../rules/content.ts';
import { didMove, everyKind } from '../rules/move-kind.ts';
import { stateWords } from '../rules/use-case.ts';
import { listMoves, type Move } from '../store/moves.ts';
import { getVersion, listVersions, type PromptState } from '../store/prompts.ts';
import { getUseCase } from '../store/use-cases.ts';
import { moveJson } from './cards/move.ts';
import { policyJson } from './cards/policy.ts';
import { pausedParts } from './cards/release-state.ts';
import { arg } from './kit/args.ts';
import { rollbackButton, useCaseButton } from './kit/buttons.ts';
import { type Button, buttons, type Card, facts, line, note, quote } from './kit/card.ts';
import { defineCommand } from './kit/command.ts';
import { checkable, fromTo } from './kit/version-words.ts';
import { inPlace, listed, strong, time, who, words } from './kit/words.ts';

export const show = defineCommand({
  name: 'show',
  summary: 'A prompt: its text, people, labels and last moves',
  about: 'prompt',
  right: 'anyone',
  effect: 'read',
  args: z.strictObject({ prompt: arg.prompt() }),
  typed: ['prompt'],
  examples: ['show support-reply'],
  async run(ctx) {
    const { db, prompt } = ctx;
    const versions = await listVersions(db, prompt.id);
    const live = prompt.labels.find((one) => one.name === 'production');
    const content = live ? (await getVersion(db, live.versionId)).content : null;
    const labels = prompt.labels.map((one) => ({
      name: one.name,
      version: versions.find((version) => version.id === one.versionId)!,
    }));
    const useCase = await getUseCase(db, prompt.useCaseId);
    const moves = await listMoves(db, { promptId: prompt.id, kinds: everyKind, limit: 5 });
    return { prompt, useCase, labels, content, moves };
  },
  json: ({ prompt, useCase, labels, content, moves }) => ({
    prompt: prompt.slug,
    usecase: useCase.slug,
    purpose: prompt.purpose,
    owner: prompt.owner.name,
    deputy: prompt.deputy.name,
    contributors: prompt.contributors.map((one) => one.name),
    reviewers: prompt.reviewers.map((one) => one.name),
    stakeholders: [...prompt.stakeholders.map((one) => one.name), ...prompt.stakeholderPlaces],
    policy: policyJson(prompt, prompt.policy),
    labels: labels.map((one) => ({
      label: one.name,
      version: one.version.number,
      fingerprint: one.version.fingerprint,
    })),
    model: content?.model ?? null,
    moves: moves.map(moveJson),
  }),
  say({ prompt, useCase, labels, content, moves }): Card {
    return {
      title: words`${strong(prompt.slug)}: ${prompt.purpose}`,
      parts: [
        ...pausedParts(useCase),
        facts(
          ['Use case', words`${strong(useCase.slug)}, which ${stateWords[useCase.state]}`],
          ['Owner', words`${who(prompt.owner)}, deputy ${who(prompt.deputy)}`],
          ['Reviewers', listed(prompt.reviewers.map(who), 'none besides owner and deputy')],
          ['Contributors', listed(prompt.contributors.map(who), 'none besides owner and deputy')],
          ['Stakeholders', listed([...prompt.stakeholders.map(who), ...prompt.stakeholderPlaces.map(inPlace)], 'none')],
          ...labels.map((one): [string, ReturnType<typeof words>] => [one.name, checkable(one.version)]),
          ...(content?.model ? ([['Model', [content.model]]] as [string, string[]][]) : []),
        ),
        ...(content ? [quote(textOf(content))] : [line(['Nothing has been released to production yet.'])]),
        ...moves.map((move) => note(moveWords(move))),
        ...buttons(...actions(prompt, useCase.slug, labels)),
      ],
    };
  },
});

/** One move in one line. */
const moveWords = (move: Move) =>
  words`${time(move.at)}: ${didMove[move.kind]} on ${move.label}, ${fromTo(move.from, move.to)}, by ${who(move.by)}`;

function actions(prompt: PromptState, usecase: string, labels: readonly { name: string }[]): Button[] {
  const submit: Button = { label: 'Submit a change', command: 'submit', args: { prompt: prompt.slug }, ask: true };
  const history: Button = { label: 'History', command: 'history', args: { prompt: prompt.slug } };
  const back = labels.some((one) => one.name === 'production') ? [rollbackButton(prompt.slug, 'production')] : [];
  return [submit, history, ...back, useCaseButton(usecase, 'Use case')];
}
