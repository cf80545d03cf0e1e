import type { Application, Output, Vote } from './application.ts';
import { type Complaint, complaints } from './complaints.ts';
import { helpDesk } from './people.ts';
import { momentOf } from './scene.ts';

/** Thumbs on one version: so many, spread over working days collected the story ends, of which a share is up. */
type Stretch = Pick<Complaint, 'prompt' | 'version' | 'application'> & {
  from: number;
  to: number;
  votes: number;
  up: number;
};

const reply = (version: number, from: number, to: number, votes: number, up: number): Stretch[] => [
  { prompt: 'support-reply', version, application: 'help-desk', from, to, votes: Math.round(votes * 0.6), up },
  { prompt: 'support-reply', version, application: 'shop-chat', from, to, votes: Math.round(votes * 0.4), up },
];
const queue = (version: number, from: number, to: number, votes: number, up: number): Stretch => ({
  ...{ prompt: 'ticket-triage', version, application: 'ticket-router' },
  ...{ from, to, votes, up },
});

const stretches: readonly Stretch[] = [
  ...reply(1, 39, 35, 44, 0.64),
  ...reply(1, 34, 30, 52, 0.6),
  ...reply(1, 29, 25, 58, 0.66),
  ...reply(1, 24, 22, 40, 0.62),
  ...reply(2, 20, 17, 50, 0.8),
  ...reply(2, 16, 12, 62, 0.85),
  ...reply(2, 11, 7, 66, 0.83),
  ...reply(3, 6, 5, 46, 0.46),
  ...reply(2, 3, 1, 48, 0.87),
  queue(1, 36, 26, 64, 0.9),
  queue(1, 25, 16, 66, 0.92),
  queue(1, 15, 4, 80, 0.9),
  queue(2, 2, 1, 46, 0.66),
];

/** Some say in a click what was wrong, most say nothing. */
const clicked: readonly (readonly string[] | undefined)[] = [
  ['wrong'],
  undefined,
  ['too_long'],
  undefined,
  ['tone'],
  undefined,
  undefined,
  ['too_slow'],
];
/** Steps of the golden section are spread evenly however many there are, and look like no pattern. */
const GOLDEN = 0.618_034;

function thumbsIn({ prompt, version, from, to, votes, up, application }: Stretch, end: Date): Vote[] {
  let complaining = from;
  return Array.from({ length: votes }, (_, i) => {
    const days = Math.round(from - ((from - to) * i) / votes);
    const [hour, minute] = [11 + ((i * 5) % 7), (i * 17) % 60];
    const down = (i * GOLDEN) % 1 >= up;
    const reasons = down ? clicked[complaining++ % clicked.length] : undefined;
    const user = `${prompt}-v${version}-${from}-${i}`;
    return {
      ...{ key: `${application}-${user}`, prompt, version, user, vote: down ? 'down' : 'up' },
      ...(reasons && { reasons }),
      at: momentOf({ days, at: `${hour}:${minute}` }, end).toISOString(),
    };
  });
}

const applications = [helpDesk, 'shop-chat', 'ticket-router'];

/** Somebody at the help desk tries it every morning and is always content: such raters are shown as what they are. */
const content: Complaint[] = Array.from({ length: 11 }, (_, i) => ({
  ...{ prompt: 'support-reply', version: 2, application: 'help-desk', user: 'trying-it-out', days: 20 - i },
  ...{
    input: 'A trial: where is my order?',
    output: 'Hello, I do not know your order. A colleague will write to you …',
  },
  reasons: [],
}));

const outputOf = ({ prompt, version, days, input, output }: Complaint, reference: string, end: Date): Output => ({
  ...{ prompt, version, reference, input, output },
  at: momentOf({ days, at: '10:20' }, end).toISOString(),
});

const thumbOn = ({ prompt, days, user, reasons, comment }: Complaint, output: string, end: Date): Vote => ({
  ...{ key: output, prompt, output, user },
  ...(reasons.length > 0 ? { vote: 'down', reasons } : { vote: 'up' }),
  ...(comment !== undefined && { comment }),
  at: momentOf({ days, at: '10:31' }, end).toISOString(),
});

/** The applications send what they collected between two moments: thumbs, then the answers that somebody complained about. */
export async function sendThumbs(
  { report, vote }: Application,
  end: Date,
  { from = new Date(0), until = end } = {},
): Promise<void> {
  const [first, last] = [from.toISOString(), until.toISOString()];
  const collected = ({ at = '' }: { at?: string }) => first <= at && at < last;
  const told = [...content, ...complaints].map((one, at) => ({ ...one, reference: `answer-${at + 1}` }));
  const by = (name: string) => (one: { application: string }) => one.application === name;
  for (const name of applications) {
    const thumbs = stretches
      .filter(by(name))
      .flatMap((one) => thumbsIn(one, end))
      .filter(collected);
    if (thumbs.length > 0) await vote(name, thumbs);
  }
  for (const name of applications) {
    const mine = told.filter(by(name));
    const outputs = mine.map((one) => outputOf(one, one.reference, end)).filter(collected);
    if (outputs.length > 0) await report(name, outputs);
    const thumbs = mine.map((one) => thumbOn(one, one.reference, end)).filter(collected);
    if (thumbs.length > 0) await vote(name, thumbs);
  }
}
