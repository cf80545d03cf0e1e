import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answersOf as slackAnswers } from '../../../src/bot/slack/answers.ts';
import { renderForm as slackForm } from '../../../src/bot/slack/render/form.ts';
import { answersOf as teamsAnswers } from '../../../src/bot/teams/answers.ts';
import { renderForm as teamsForm } from '../../../src/bot/teams/render/form.ts';
import type { Form } from '../../../src/commands/kit/form.ts';
import { someone } from '../../accounts.ts';
import { createWorld, type World } from '../../world.ts';

const slug = 'support-reply';
let world: World;
beforeAll(async () => {
  world = await createWorld();
  await world.prompt(slug);
  await someone(world, 'teams:TN/tam', 'tam@example.com').met();
  await someone(world, 'teams:TN/grace', 'grace@example.com').met();
  await world.done('olu', 'reviewers', { prompt: slug, people: 'tam@example.com' });
});
afterAll(() => world?.close());

/** What comes back when a form is sent as it was opened. */
const sent: Record<'slack' | 'teams', (form: Form) => Record<string, unknown>> = {
  slack(form) {
    const { private_metadata = '', blocks } = slackForm(form, null, 'T1');
    type Initial = Record<`initial_${'value' | 'option' | 'user' | 'users' | 'conversations'}`, never>;
    const held = blocks.flatMap((block) => {
      if (block.type !== 'input') return [];
      const { element } = block as unknown as { element: Initial };
      const { initial_value, initial_option, initial_user, initial_users, initial_conversations } = element;
      const v = {
        value: initial_value,
        selected_option: initial_option,
        selected_user: initial_user,
        selected_users: initial_users,
        selected_conversations: initial_conversations,
      };
      return [[block.block_id, { v }]];
    });
    return slackAnswers({ private_metadata, blocks, state: { values: Object.fromEntries(held) } }, 'T1').args;
  },
  teams(form) {
    const { card } = teamsForm(form, { place: null, look: { tenant: 'TN' } });
    const held = card.body.flatMap((one) => ('id' in one ? [[one.id, one.value]] : []));
    return teamsAnswers({ ...card.actions?.[0]?.data, ...Object.fromEntries(held) }, 'TN').args;
  },
};

describe.each(['slack', 'teams'] as const)('a form in %s that is sent as it was opened', (door) => {
  const asked = (name: string) => world.asked('olu', name, { prompt: slug }, { ask: true, via: { door } });

  test('loses nobody who is only on the other platform, and names everybody once', async () => {
    const args = sent[door](await asked('reviewers'));
    expect(args.people).toHaveLength(2);
    expect(args.people).toContain(door === 'slack' ? '@slack:T1/UGRACE' : '@teams:TN/grace');
    expect(await world.done('olu', 'reviewers', args, { via: { door } })).toMatchObject({
      reviewers: expect.arrayContaining(['Grace', 'tam of teams']),
    });
  });

  test('keeps the channels of both platforms among the stakeholders', async () => {
    const places = ['#slack:T1/CHELP', '#teams:TN/19:abc@thread.tacv2'];
    await world.done('olu', 'stakeholders', { prompt: slug, action: 'set', places });
    expect([...(sent[door](await asked('stakeholders')).places as string[])].sort()).toEqual(places);
  });

  test('keeps whom the policy requires', async () => {
    await world.done('olu', 'policy', { prompt: slug, required: ['tam@example.com', 'grace@example.com'] });
    expect(await world.done('olu', 'policy', sent[door](await asked('policy')))).toMatchObject({
      required: expect.arrayContaining(['Grace', 'tam of teams']),
    });
  });

  test('shows who answers for a prompt, whichever account they have here', async () => {
    await world.done('olu', 'deputy', { prompt: slug, person: 'grace@example.com' });
    expect(sent[door](await asked('deputy')).person).toBe(door === 'slack' ? '@slack:T1/UGRACE' : '@teams:TN/grace');
  });
});
