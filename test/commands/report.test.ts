import { afterAll, beforeAll, expect, test } from 'vitest';
import { slackLimits } from '../../src/bot/limits/slack.ts';
import { teamsLimits } from '../../src/bot/limits/teams.ts';
import { renderMessage as slackMessage } from '../../src/bot/slack/render/message.ts';
import { opensIn } from '../../src/bot/teams/pressed.ts';
import { renderMessage as teamsMessage } from '../../src/bot/teams/render/message.ts';
import { viewOf } from '../../src/commands/cards/subjects.ts';
import { commandsByName } from '../../src/commands/index.ts';
import { measuresOf } from '../../src/rules/cycle.ts';
import type { KpiRow } from '../../src/rules/report/weekly-report.ts';
import { freezeCycles } from '../../src/store/cycles.ts';
import { updateUseCase } from '../../src/store/use-cases.ts';
import { castVotes } from '../../src/store/votes.ts';
import { cycleFactsOf } from '../cycle-facts.ts';
import { decided, liked, type ReportWorld, reportWorld } from '../report-world.ts';
import { said } from '../said.ts';

let world: ReportWorld;
beforeAll(async () => {
  world = await reportWorld();
});
afterAll(() => world?.close());

const card = async (subject: string) =>
  (await viewOf(world.store.db, subject, 'card', world.now(), world.house.settings))!.card;

test('somebody who answers for nothing is told so', async () => {
  expect(await world.answer('ada', 'report')).toContain('You own no use case');
});

test('values stand beside what was agreed, with their counts, the change, and why something is unknown', async () => {
  const id = await world.useCase('support-reply', { team: 'slack:T1/CTEAM' });
  await world.agree(id, 'reversal_rate', 15);
  await world.agree(id, 'adoption', 40);
  await world.weeks(id, '2026-10-12', [
    decided(100, 10),
    { ...decided(100, 20), ...liked(50, 60) },
    {
      ...decided(100, 18),
      ...liked(30, 60),
      late: 3,
      hours_saved: {
        claim: { method: 'a stopwatch', minutes: 6 },
        sample: { decisions: 0, minutes: 0 },
        decisions: 100,
        reversals: 18,
        timed: 18,
        reversalMinutes: 60,
        reported: { on: 7, of: 7 },
      },
    },
  ]);
  const text = await world.answer('olu', 'report');
  expect(text).toContain('Your week until 2026-11-02: 1 of 1 use case beyond what was agreed');
  expect(text).toContain(
    'support-reply: Decision reversal rate | ⚠️ 18 % (agreed: at most 15 %), 18 of 100 decisions | −2 points ▁█▇',
  );
  expect(text).toContain(
    'support-reply: Adoption at 30 days | unknown: nobody was enabled 30 days before (agreed: at least 40 %) | –',
  );
  expect(text).toContain('31.3 hours, claimed, from 100 decisions');
  expect(text).toContain('support-reply: Satisfaction | 50 %, 30 of 60 votes | −33.3 points');
  expect(text).toContain('Late facts count in the cycle they came in: 3 facts of support-reply.');
  expect(text).toMatch(/Satisfaction moved[\s\S]*support-reply: liked less: 50 %, 38 to 62 \(60 votes\); before, 83 %/);
  const { use_cases } = await world.done<{ use_cases: { use_case: string; rows: KpiRow[] }[] }>('olu', 'report');
  const [row] = use_cases.find((one) => one.use_case === 'support-reply')!.rows;
  expect(row).toMatchObject({ kpi: 'reversal_rate', threshold: 15, breach: true, before: 20, trend: [10, 20, 18] });
  expect(text).toContain('1. Find out why the decision reversal rate of support-reply is beyond what was agreed.');
  expect(text).toContain('2. See to it that adoption at 30 days of support-reply can be known');
});

test('what is agreed in the middle of a week is shown beside it, and holds nothing against it yet', async () => {
  const id = await world.useCase('lately', { owner: 'grace' });
  await world.agree(id, 'reversal_rate', 15, new Date('2026-10-13T00:00:00Z'));
  await world.weeks(id, '2026-10-12', [decided(100, 20)]);
  expect(await world.answer('grace', 'report')).toContain('| 20 % (agreed: at most 15 %)');
  await world.weeks(id, '2026-10-19', [decided(100, 20)]);
  expect(await world.answer('grace', 'report')).toContain('| ⚠️ 20 % (agreed: at most 15 %)');
});

test('what was agreed for weeks stands beside no month, and no week beside what is agreed for months', async () => {
  const id = await world.useCase('monthly', { owner: 'ada' });
  await world.agree(id, 'reversal_rate', 15);
  await world.weeks(id, '2026-10-12', [decided(100, 10), decided(100, 20)]);
  expect(await world.answer('ada', 'report')).toContain('⚠️ 20 % (agreed: at most 15 %)');
  await updateUseCase(world.store.db, id, { period: 'month' });
  type Told = { use_cases: { cycle: string; rows: KpiRow[] }[] };
  expect((await world.done<Told>('ada', 'report')).use_cases[0]!.cycle).toBe('week 43 of 2026');
  const text = await world.answer('ada', 'report');
  expect(text).not.toContain('agreed: at most');
  expect(text).toContain('Agree when monthly should be stopped: it has no kill criteria.');
  const facts = cycleFactsOf(decided(400, 40), { on: 6, of: 6 });
  const cycle = { useCaseId: id, unit: 'month' as const, startsOn: '2026-10-26', endsOn: '2026-10-31' };
  await freezeCycles(world.store.db, [{ ...cycle, closedAt: world.now(), facts, measures: measuresOf(facts) }]);
  const { use_cases } = await world.done<Told>('ada', 'report');
  expect(use_cases[0]).toMatchObject({ cycle: 'October 2026' });
  expect(use_cases[0]!.rows.find(({ kpi }) => kpi === 'reversal_rate')).toMatchObject({ before: null, trend: [10] });
});

test('a number is unknown and never zero where no cycle has closed', async () => {
  await world.useCase('fresh', { owner: 'grace' });
  const text = await world.answer('grace', 'report');
  expect(text).toContain('fresh | no cycle has closed yet | –');
  expect(text).toContain('Agree when fresh should be stopped');
});

test('a team hears of the work and of nobody in person, and no names of those who voted', async () => {
  await world.prompt('refunds');
  await world.release('refunds', 'Be kind.');
  const [row] = await world.sql<{ id: number }[]>`select id from use_case where slug = 'refunds'`;
  await updateUseCase(world.store.db, row!.id, { team: 'slack:T1/CDESK', state: 'pilot', pilotUntil: '2026-11-20' });
  const votes = async (version: number, up: number) => {
    const [{ id }] = (await world.sql`select id from version where number = ${version} and prompt_id = (
      select id from prompt where slug = 'refunds')`) as unknown as [{ id: number }];
    const one = { outputId: null, versionId: id, application: 'desk', reasons: null, comment: null, at: world.now() };
    await castVotes(
      world.store.db,
      Array.from({ length: 40 }, (_, at) => ({
        ...one,
        key: `${version}-${at}`,
        rater: `app:desk/u${at}`,
        up: at < up,
      })),
    );
    return id;
  };
  const old = await votes(2, 10);
  await world.done('zoe', 'feedback', { prompt: 'refunds', vote: 'down', comment: 'It is rude.' });
  const [said_] = await world.sql<
    { id: number }[]
  >`select id from vote where version_id = ${old} and comment is not null`;
  const change = await world.release('refunds', 'Be very kind.', { answers: [String(said_!.id)] });
  await votes(3, 36);
  world.pass(60_000);
  await world.submit('refunds', 'Be brief.');
  world.until('2026-11-09T09:00:00Z');
  const posts = await world.due();
  const text = async (place: string) => said(await card(posts.find((one) => one.place === place)!.subject));
  const team = await text('slack:T1/CDESK');
  const owner = await text('slack:T1/UOLU');
  const praise = new RegExp(
    `Thank you[\\s\\S]*refunds: v3 is liked more than the version before \\(90 %.*; before, 24 %.*\\), by change #${change} by Ada, which answers what 1 person said`,
  );
  for (const one of [team, owner]) {
    expect(one).toMatch(praise);
    expect(one).toContain('refunds: ends on 2026-11-20, in 11 days');
    expect(one).toMatch(/Reviews waiting[\s\S]*refunds, for 6 days/);
    expect(one).not.toMatch(/zoe/i);
  }
  expect(owner).toContain('What you could do next');
  expect(team).not.toMatch(/What you could do next|Olu|Grace/);
  // Nobody is praised twice for the same.
  world.until('2026-11-16T09:00:00Z');
  for (const { subject } of await world.due()) expect(said(await card(subject))).not.toContain('Thank you');
});

test('a report of 200 use cases fits on both platforms, and the rest is a click away', async () => {
  for (let at = 0; at < 200; at++) {
    const slug = `desk-${String(at).padStart(3, '0')}`;
    const id = await world.useCase(slug, { owner: 'ruth', deputy: 'dee' });
    await world.weeks(id, '2026-11-09', [
      { ...decided(200, at % 40), ...liked(40, 60) },
      { ...decided(200, 12), ...liked(41, 60) },
    ]);
  }
  world.until('2026-11-23T09:00:00Z');
  const post = (await world.due()).find(({ place }) => place === 'slack:T1/URUTH')!;
  const first = await card(post.subject);
  expect(said(first)).toContain('Your week until 2026-11-23: 200 use cases');
  const report = Number(post.subject.split(':')[1]);
  const seen = new Set<string>();
  let more: { report: number; page: number } | undefined = { report, page: 1 };
  while (more) {
    const outcome = await world.run('ruth', 'report', more);
    if (outcome.kind !== 'done') throw new Error(outcome.kind);
    const slack = slackMessage(outcome.card, 'T1');
    expect(slack.blocks.length).toBeLessThanOrEqual(45);
    expect(slack.blocks.length).toBeLessThan(slackLimits.message.blocks);
    const look = { tenant: 't1', opens: opensIn(commandsByName) };
    const teams = teamsMessage(outcome.card, look).card;
    expect(Buffer.byteLength(JSON.stringify(teams))).toBeLessThanOrEqual(teamsLimits.message.cardBytes);
    // Nothing is left out by the platform: what does not fit is on another page.
    for (const one of [slack.blocks, teams]) expect(JSON.stringify(one)).not.toMatch(/… \d+ more/);
    for (const [slug] of said(outcome.card).matchAll(/desk-\d{3}/g)) seen.add(slug);
    const next: { args: Record<string, unknown> } | undefined = outcome.card.parts
      .flatMap((part) => (part.kind === 'buttons' ? part.buttons : []))
      .find(({ label }) => label === 'Show more');
    more = next?.args as typeof more;
  }
  expect(seen.size).toBe(200);
  expect(await world.refused('ada', 'report', { report })).toContain('no report of that number');
}, 120_000);

type Honest = { honesty: { use_case: string; signs: string[] }[] };

test('the owner alone learns of reviews that look like none, without names; a diff that was opened counts', async () => {
  const prompt = 'letters';
  const lines = (word: string) => Array.from({ length: 60 }, (_, at) => `${word} ${at}`).join('\n');
  await world.prompt(prompt, lines('first'));
  const [row] = await world.sql<{ id: number }[]>`select id from use_case where slug = ${prompt}`;
  await updateUseCase(world.store.db, row!.id, { team: 'slack:T1/CLETTERS' });
  const signs = async () => {
    const report = await world.done<Honest>('olu', 'report');
    return report.honesty.find(({ use_case }) => use_case === prompt)?.signs;
  };
  for (const word of ['second', 'third', 'fourth', 'fifth']) await world.release(prompt, lines(word));
  expect(await signs()).toBeUndefined();
  await world.release(prompt, lines('sixth'));
  expect(await signs()).toEqual([
    '5 of 5 approvals came within 30 seconds of the opening of the change',
    '5 of 5 approvals came without the diff having been opened',
    '5 of 5 approvals came from one and the same person',
  ]);
  for (const word of ['seventh', 'eighth', 'ninth', 'tenth', 'eleventh', 'twelfth']) {
    const { change } = await world.submit(prompt, lines(word));
    // Whoever reads it for an application is nobody who reviews.
    await world.done('dee', 'diff', { prompt }, { via: { door: 'http' } });
    await world.done('dee', 'diff', { prompt });
    world.pass(60_000);
    await world.approve('dee', change);
  }
  expect(await signs()).toBeUndefined();
  world.until('2026-11-30T09:00:00Z');
  for (const { subject, place } of await world.due())
    if (place === 'slack:T1/CLETTERS') expect(said(await card(subject))).not.toMatch(/approvals|changes are reviewed/);
});

test('a difference that stands on the card as a whole needs no opening', async () => {
  const prompt = 'notes';
  await world.prompt(prompt);
  for (const text of ['a', 'b', 'c', 'd', 'e', 'f']) await world.release(prompt, `Answer ${text}.`);
  const { honesty } = await world.done<Honest>('olu', 'report');
  expect(honesty.find(({ use_case }) => use_case === prompt)!.signs.join()).not.toContain('opened');
});
