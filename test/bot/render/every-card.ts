import { spoken } from '../../../src/bot/run.ts';
import { reportCard } from '../../../src/commands/cards/report.ts';
import { viewOf } from '../../../src/commands/cards/subjects.ts';
import { sectionNames } from '../../../src/commands/cards/use-case-sections.ts';
import { commands } from '../../../src/commands/index.ts';
import type { Card } from '../../../src/commands/kit/card.ts';
import type { Form } from '../../../src/commands/kit/form.ts';
import { filled, harmless } from '../../filled-use-case.ts';
import { sampleReport, sampleTeamReport } from '../../sample-report.ts';
import { keepWeek } from '../../week-of-facts.ts';
import { createWorld } from '../../world.ts';

const DAY = 24 * 3_600_000;

/** What the bot said in a story: cards and forms by what was done to get them. */
export type Said = { cards: Map<string, Card>; forms: Map<string, Form> };

const first = [
  'Be kind and answer in at most two sentences.',
  'Never promise a refund.',
  'Offer help.',
  'Sign with {{name}}.',
];
const second = [
  first[0]!.replace('two', 'three'),
  'Never promise a refund above 50 EUR.',
  ...first.slice(2),
  'Say when you do not know.',
];

const voter = (n: number): [string, 'feedback'] => [`voter${n}`, 'feedback'];

/**
 * Plays through everything that people do and collects every card and form that the commands say on the way: each step's
 * answer, and each message about each subject as it stands after the step.
 */
export async function everyCard(): Promise<Said> {
  const world = await createWorld();
  const cards = new Map<string, Card>();
  const forms = new Map<string, Form>();
  const known = new Set<string>();
  const posts = new Map<string, { subject: string; slot: string }>();

  /** Notes a card, unless the very same was said before. */
  const hear = (name: string, card: Card) => {
    const text = JSON.stringify(card);
    if (!known.has(text)) cards.set(name, card);
    known.add(text);
  };
  const look = async (step: string) => {
    for (const [key, { subject, slot }] of posts) {
      const view = await viewOf(world.store.db, subject, slot, world.now(), world.house.settings);
      if (view) hear(`${key} after ${step}`, view.card);
    }
  };
  const step = async (who: string | null, command: string, args: Record<string, unknown> = {}, ask = false) => {
    const name = `${cards.size + forms.size} ${command} ${ask ? 'asked ' : ''}by ${who ?? 'the clock'}`;
    const spread = await world.queued(async () => {
      const outcome = await world.run(who, command, args, {
        canAsk: true,
        ask,
        ...(who === null && { via: { door: 'clock' }, within: 60_000 }),
      });
      if (outcome.kind === 'ask') forms.set(name, outcome.form);
      const card = spoken(outcome);
      if (card) hear(name, card);
    });
    for (const { subject, slot } of spread.posts) posts.set(`${subject} ${slot}`, { subject, slot });
    await look(name);
  };
  const both = async (who: string, command: string, args: Record<string, unknown> = {}) => {
    await step(who, command, args, true);
    await step(who, command, args);
  };
  /** A change as the buttons of its card carry it. */
  const seen = async (change: number) => {
    const { cycle, fingerprint } = await world.done<{ cycle: number; fingerprint: string }>('root', 'change', {
      change,
    });
    return { change, cycle, fingerprint };
  };

  /** A use case from its first form to its end; one in which every text is as long as it may be. */
  const useCases = async () => {
    const usecase = 'refunds';
    // What was said before was heard.
    posts.clear();
    await both('olu', 'usecase-create', { usecase, decision: 'Who gets *money* back' });
    await world.sql`update use_case set state = 'draft', assessment = null where slug = ${usecase}`;
    await step('olu', 'usecase-edit', { usecase, deputy: 'dee@example.com' });
    await step('olu', 'usecase-activate', { usecase, as: 'active' });
    for (const section of sectionNames) await step('olu', 'usecase-edit', { usecase, section }, true);
    await step('olu', 'usecase-edit', { usecase, ...filled });
    await both('olu', 'usecase-assess', { usecase });
    await step('olu', 'usecase-assess', { usecase, ...harmless });
    await step('olu', 'usecase-assess', { usecase, ...harmless, layer: 'none' });
    await step('olu', 'usecase-assess', { usecase, ...harmless, layer: 'none', reason: 'A <b>trial</b>' });
    await both('olu', 'usecase-activate', { usecase, as: 'pilot', until: '2026-11-20' });
    await step('grace', 'usecase-review', { usecase });
    await step('root', 'usecase-add', { usecase, prompt: 'support-reply' });
    await both('dee', 'usecase-pause', { usecase: 'support-reply', reason: 'Somebody else first' });
    await both('sam', 'usecase-pause', { usecase, reason: 'It promises\nrefunds', until: '2026-11-10' });
    await both('sam', 'usecase-resume', { usecase, changed: 'It no longer does' });
    await step('grace', 'usecase-pause', { usecase, reason: 'May I?' });
    const long = Object.fromEntries(Object.keys(filled).map((name) => [name, 'Words. '.repeat(142)]));
    const { owner, deputy, context_owner, stop_authority, inputs, review_days } = filled;
    const people = { owner, deputy, context_owner, stop_authority, inputs, review_days };
    await world.done('olu', 'usecase-create', { usecase: 'long' });
    await step('olu', 'usecase-edit', { usecase: 'long', ...long, ...people });
    for (const section of sectionNames) await step('olu', 'usecase-edit', { usecase: 'long', section }, true);
    await step('sam', 'usecase-pause', { usecase: 'long', reason: 'Too long' });
    await both('sam', 'usecase-close', { usecase: 'long', reason: 'Too long', confirm: 'long' });
    await step('eve', 'usecase-list');
    await step('eve', 'usecase-kpis', { usecase });
  };

  /** When a use case should be stopped: from the agreement to the answer. */
  const stopping = async () => {
    const usecase = 'letters';
    posts.clear();
    posts.set('page', { subject: `home:${await world.person('dee')}`, slot: 'card' });
    await world.done('olu', 'usecase-create', { usecase, deputy: 'dee@example.com' });
    const words = 'If more than <15 %> are *taken back* we stop.';
    await both('olu', 'usecase-criteria', { usecase, kpi: 'reversal_rate', threshold: 15, words });
    await step('dee', 'review');
    const [made] = await world.sql<{ id: number; criterion: number }[]>`
      select u.id, c.id as criterion from use_case u join criterion c on c.use_case_id = u.id where slug = ${usecase}`;
    await step('dee', 'usecase-agree', { usecase, criterion: made!.criterion });
    for (const [days, monday] of [
      [12, '2026-12-07'],
      [7, '2026-12-14'],
    ] as const) {
      await keepWeek(world.store, made!.id, monday, { decisions: 40, reversals: 10 });
      world.pass(days * DAY);
      await step(null, 'close-cycles');
    }
    await step('dee', 'review');
    for (const who of ['dee', 'eve']) await step(who, 'proposal', { usecase });
    world.pass(3 * DAY);
    await step(null, 'remind-proposals');
    await both('dee', 'proposal-decide', { usecase, answer: 'keep_running', why: 'The <b>handbook</b> is new' });
    await step('dee', 'proposal-decide', { usecase, answer: 'pause' });
    await step('dee', 'usecase-criteria', { usecase, kpi: 'reversal_rate', threshold: 'none' });
  };

  try {
    await Promise.all(['olu', 'dee', 'grace', 'sam'].map(world.person));
    const prompt = 'support-reply';
    const label = 'production';
    posts.set('home', { subject: `home:${await world.person('ada')}`, slot: 'card' });
    for (const { name } of commands) await step('ada', name);
    for (const { name } of commands) await step('ada', 'help', { command: name });
    await both('ada', 'submit', { prompt });
    const { change } = await world.prompt(prompt, first.join('\n'));
    posts.set(`change:${change} card`, { subject: `change:${change}`, slot: 'card' });
    await both('ada', 'approve', await seen(change));
    await step('grace', 'comment', { change, note: 'Does *this* hold for <b>gift cards</b>, too?' });
    await step('grace', 'comment', { change }, true);
    await step('grace', 'request-changes', { ...(await seen(change)) }, true);
    await step('grace', 'request-changes', { ...(await seen(change)), reason: 'Name the limit.' });
    await both('ada', 'submit', { prompt, change, label });
    await step('ada', 'submit', {
      prompt,
      change,
      label,
      text: first.join('\n').replace('kind', 'very kind'),
      why: 'With the limit',
    });
    await step('grace', 'approve', await seen(change));
    await step('ada', 'submit', { prompt, text: second.join('\n'), why: 'Refunds have\na limit', model: 'gpt-4.1' });
    for (const command of ['owner', 'deputy', 'contributors', 'reviewers', 'stakeholders', 'policy']) {
      await both('olu', command, { prompt });
    }
    await step('olu', 'stakeholders', { prompt, action: 'add', people: ['ada@example.com', '#slack:T1/CHELP'] });
    await both('olu', 'policy', { prompt, approvals: 2, required: 'grace@example.com', expiry: '2d' });
    await step('grace', 'approve', await seen(change + 1));
    await step('ada', 'submit', { prompt, text: `${second.join('\n')}\nOnce more.`, why: 'Two of two' });
    await step('grace', 'approve', await seen(change + 2));
    await step('olu', 'approve', await seen(change + 2));
    await step('olu', 'decline', await seen(change + 1), true);
    await step('olu', 'rollback', { prompt }, true);
    await step('olu', 'rollback', { prompt, reason: ['wrong', 'cost'], note: 'It promises\nrefunds.' });
    await step('grace', 'decline', { ...(await seen(change + 3)), reason: 'Too early' });
    await step('olu', 'rollback', { prompt, reason: 'other', note: 'Back again' });
    await step('dee', 'approve', await seen(change + 4));
    await step('ada', 'submit', { prompt, text: 'Something else', why: 'To be declined' });
    await step('olu', 'decline', { ...(await seen(change + 5)), reason: 'No.' });
    await step('ada', 'submit', { prompt, text: 'Something new', why: 'To be withdrawn' });
    await step('ada', 'withdraw', { change: change + 6 });
    await step('ada', 'submit', { prompt, text: 'Something late', why: 'To expire' });
    await step('root', 'token', { action: 'create', name: 'help-desk', scopes: 'read' });
    for (const [who, vote, comment] of [
      ['ada', 'down', 'It promises <b>refunds</b> & *more*'],
      ['grace', 'up', undefined],
    ] as const) {
      await step(who, 'feedback', { prompt, vote }, true);
      await step(who, 'feedback', { prompt, vote });
      await step(who, 'feedback', { prompt, vote, ...(vote === 'down' && { reasons: ['tone', 'wrong'], comment }) });
    }
    for (let i = 0; i < 25; i++) await world.done(...voter(i), { prompt, vote: i % 3 === 0 ? 'down' : 'up' });
    await step('olu', 'triage', { prompt });
    await step('olu', 'triage', { prompt, vote: 1, decision: 'not_about_the_prompt' }, true);
    await step('olu', 'triage', { prompt, vote: 1, decision: 'known' });
    await step('eve', 'satisfaction', { prompt });
    await step('ada', 'submit', { prompt }, true);
    await step('ada', 'submit', { prompt, text: 'Never promise a refund.', why: 'Asked for', answers: ['1'] });
    await step('grace', 'approve', await seen(change + 8));
    await step('olu', 'approve', await seen(change + 8));
    await step('olu', 'rollback', { prompt, reason: 'wrong' });
    for (const state of ['off', 'on']) await step('ada', 'news', { state });
    await step('root', 'forget', { person: 'ada@example.com' });
    for (const command of ['show', 'history', 'diff']) await step('grace', command, { prompt });
    for (const command of ['list', 'review', 'token', 'whoami']) await step('root', command);
    await step('root', 'audit', { subject: prompt });
    await step('root', 'change', { change: change + 1 });
    await step('grace', 'diff', { prompt, from: 'v1', to: 'v3' });
    await step('grace', 'rolback', { prompt: 'suport-reply' });
    await step('grace', 'show', { prompt: 'suport-reply' });
    for (const command of ['report', 'contract']) await step('olu', command);
    await both('olu', 'report-settings', { day: 'friday', hour: 16 });
    await step('olu', 'report-settings', { reports: 'off' });
    for (const [name, report] of Object.entries({ owner: sampleReport, team: sampleTeamReport }))
      hear(`the report of an ${name}`, reportCard(report, { report: 1, page: 1, settled: new Map() }));
    await useCases();
    world.pass(30 * DAY);
    await step(null, 'usecase-remind');
    await step(null, 'expire');
    await stopping();
    return { cards, forms };
  } finally {
    await world.close();
  }
}
