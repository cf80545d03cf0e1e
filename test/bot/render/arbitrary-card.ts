import fc from 'fast-check';
import type { Button, Card, Part } from '../../../src/commands/kit/card.ts';
import type { Span } from '../../../src/commands/kit/words.ts';
import { type ContentDiff, diffContent } from '../../../src/rules/diff/diff.ts';

/** What breaks a careless renderer, in pieces that are put together at random. */
const pieces = [
  '<!channel>',
  '<!here|here>',
  '<@U1>',
  '<@U0EVIL>',
  '<!subteam^S1>',
  '@everyone',
  '<#C1>',
  '<https://evil.example|bank>',
  '<!date^0^{date}|x>',
  '*bold*',
  '_it_',
  '~gone~',
  '`code`',
  '```',
  ':tada:',
  '&amp;',
  '&',
  '>',
  '> quote',
  '\u202e',
  '\u2066',
  '\u200b',
  '\u0000',
  '\ud83d',
  '\udc4d',
  '👩‍👩‍👧‍👦',
  '漢字',
  'Zürich',
  ' ',
  '\n',
  '\r\n',
  '\t',
  '{{name}}',
  '<at>Grace</at>',
  '**bold**',
  '[bank](javascript:alert(1))',
  '{{DATE(2020-01-01T00:00:00Z)}}',
  '{{TIME(2020-01-01T00:00:00Z)}}',
  '{',
  '{DATE(2020-01-01T00:00:00Z)}}',
  '- item',
  '1. item',
  '# heading',
  '<b>',
  '&nbsp;',
  '|',
  '"',
  '\\',
  'word',
  'a'.repeat(120),
] as const;

const hostile = fc
  .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 12 })), { maxLength: 12 })
  .map((all) => all.join(''));
const long = fc
  .tuple(hostile, fc.integer({ min: 1, max: 200_000 }))
  .map(([text, length]) => (text === '' ? '' : text.repeat(Math.ceil(length / text.length)).slice(0, length)));

/** Any text: mostly short and hostile, now and then up to 200 kB. */
export const anyText = fc.oneof({ weight: 12, arbitrary: hostile }, { weight: 1, arbitrary: long });

/** Users whom no card of these pings, though texts name them. */
const accounts = fc.constantFrom(
  'slack:T1/U2',
  'slack:T1/W33',
  'slack:T2/U4',
  'teams:t/u',
  'teams:t/19:c@thread.tacv2',
  'slack:T1/<!channel>',
  'x',
);
const dates = fc.oneof(fc.date({ noInvalidDate: false }), fc.constant(new Date(Number.NaN)));
const places = fc.oneof(
  fc.constantFrom('slack:T1/C1', 'slack:T1/G2', 'slack:T1/U2', 'slack:T1/D4', 'slack:T2/C9', 'teams:t/x'),
  hostile,
);

const span: fc.Arbitrary<Span> = fc.oneof(
  anyText,
  anyText.map((text) => ({ kind: 'strong', text }) as const),
  anyText.map((text) => ({ kind: 'code', text }) as const),
  dates.map((at) => ({ kind: 'time', at }) as const),
  fc.record({
    kind: fc.constant('link' as const),
    text: anyText,
    url: fc.oneof(fc.webUrl(), hostile, fc.constantFrom('javascript:alert(1)', 'https://a.example/x|y>z', 'http://')),
  }),
  fc.record({
    kind: fc.constant('person' as const),
    name: anyText,
    accounts: fc.array(accounts, { maxLength: 3 }),
    ping: fc.boolean(),
  }),
  places.map((place) => ({ kind: 'place', place }) as const),
);
const words = fc.array(span, { maxLength: 6 });

const json = fc.oneof(hostile, fc.integer(), fc.boolean(), long);
/** Any button. */
const anyButton: fc.Arbitrary<Button> = fc.record(
  {
    label: anyText,
    command: fc.constantFrom('approve', 'decline', 'rollback', 'diff'),
    args: fc.dictionary(fc.constantFrom('prompt', 'version', 'note'), json, { maxKeys: 3 }),
    style: fc.constantFrom('primary' as const, 'danger' as const),
    ask: fc.boolean(),
    confirm: fc.record({ title: anyText, text: anyText, yes: anyText }),
  },
  { requiredKeys: ['label', 'command', 'args'] },
);

const wellFormed = hostile.map((text) => text.toWellFormed());

const content = fc
  .record({
    texts: fc.array(
      fc.array(fc.oneof({ weight: 8, arbitrary: hostile }, { weight: 1, arbitrary: long }), { maxLength: 25 }),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
    role: fc.constantFrom('system' as const, 'user' as const, 'assistant' as const),
    model: fc.option(hostile),
    // Anything else is refused before it could be compared.
    params: fc.dictionary(wellFormed, wellFormed, { maxKeys: 4 }),
    variables: fc.array(hostile, { maxLength: 4 }),
  })
  .map(({ texts, role, ...rest }) => ({
    ...rest,
    messages: texts.map((lines) => ({ role, content: lines.join('\n') })),
  }));

/** The real difference of two contents, which have something in common now and then. */
export const anyDiff: fc.Arbitrary<ContentDiff> = fc
  .tuple(fc.option(content), content, fc.array(hostile))
  .map(([before, after, common]) => {
    const [head, ...rest] = after.messages;
    const shared = { ...after, messages: [{ ...head!, content: `${common.join('\n')}\n${head!.content}` }, ...rest] };
    const old = before && {
      ...before,
      messages: [{ ...before.messages[0]!, content: `${common.join('\n')}\n${before.messages[0]!.content}` }],
    };
    return diffContent(old as never, shared as never);
  });

const part: fc.Arbitrary<Part> = fc.oneof(
  words.map((all) => ({ kind: 'line', words: all }) as const),
  anyText.map((text) => ({ kind: 'quote', text }) as const),
  words.map((all) => ({ kind: 'note', words: all }) as const),
  fc
    .array(fc.record({ label: anyText, value: words }), { maxLength: 12 })
    .map((facts) => ({ kind: 'facts', facts }) as const),
  fc
    .record({ diff: anyDiff, hunks: fc.option(fc.nat({ max: 4 }), { nil: undefined }) })
    .map(({ diff, hunks }) => ({ kind: 'diff', diff, ...(hunks !== undefined && { hunks }) }) as const),
  fc
    .record({
      head: fc.array(anyText, { maxLength: 23 }),
      rows: fc.array(fc.array(words, { maxLength: 4 }), { maxLength: 6 }),
    })
    .map((table) => ({ kind: 'table', ...table }) as const),
  fc.record({ kind: fc.constant('thumbs' as const), up: anyButton, down: anyButton }),
  fc.record(
    {
      kind: fc.constant('chart' as const),
      chart: fc.record({
        title: anyText,
        points: fc.array(fc.record({ label: anyText, value: fc.option(fc.double()), text: anyText }), {
          maxLength: 30,
        }),
        marks: fc.array(fc.record({ at: fc.nat({ max: 30 }), text: anyText }), { maxLength: 3 }),
      }),
      picture: fc.oneof(
        fc.webUrl(),
        fc.webUrl().map((url) => `${url}#${'x'.repeat(3_000)}`),
        fc.constant('no address'),
      ),
    },
    { requiredKeys: ['kind', 'chart'] },
  ),
  fc.array(anyButton, { maxLength: 12 }).map((buttons) => ({ kind: 'buttons', buttons }) as const),
);

/** Any card at all. */
export const anyCard: fc.Arbitrary<Card> = fc.record({ title: words, parts: fc.array(part, { maxLength: 12 }) });

/** Whom a card means to notify in the workspace `T1`, at most. */
export function meantPings(card: Card): Set<string> {
  const spans = [card.title, ...card.parts.flatMap(wordsOf)].flat();
  const people = spans.flatMap((one) =>
    typeof one !== 'string' && one.kind === 'person' && one.ping ? one.accounts : [],
  );
  return new Set(people.flatMap((account) => /^slack:T1\/([UW]\d+)$/.exec(account)?.[1] ?? []).map((id) => `@${id}`));
}

function wordsOf(one: Part): (readonly Span[])[] {
  switch (one.kind) {
    case 'line':
    case 'note':
      return [one.words];
    case 'facts':
      return one.facts.map((fact) => fact.value);
    case 'table':
      return one.rows.flat();
    default:
      return [];
  }
}
