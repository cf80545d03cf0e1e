import postgres from 'postgres';
import { commandsByName } from '../src/commands/index.ts';
import { dispatch } from '../src/commands/kit/dispatch.ts';
import type { House } from '../src/commands/kit/invocation.ts';
import { FRONT_CONNECTIONS, openStore } from '../src/store/open.ts';
import { usualSettings } from '../test/settings.ts';
import type { Waiting } from './seed.ts';

type Statement = { text: string; params: readonly unknown[] };

/**
 * The statements of one approval as the product sent them, together where it did not wait for an answer in between, and
 * the numbers that Postgres gave out for it. The last ones went out together with the commit.
 */
export type Recorded = { of: Waiting; trips: Statement[][]; given: Record<'verdict' | 'move', string> };

/** Approves some changes through the product's own dispatch and writes down what it sends to Postgres for the last. */
export async function recordApproval(url: string, changes: readonly Waiting[]): Promise<Recorded> {
  let trips: Statement[][] = [];
  let under: Statement[] | null = null;
  const store = openStore(url, (text, params) => {
    if (!under) {
      under = [];
      trips.push(under);
      // An answer cannot arrive before this.
      setImmediate(() => {
        under = null;
      });
    }
    under.push({ text, params: [...params] });
  });
  const nothing = () => {};
  const house: House = {
    store,
    settings: usualSettings,
    commands: commandsByName,
    clock: () => new Date(),
    log: { info: nothing, warn: nothing, error: nothing },
  };
  for (const one of changes) {
    trips = [];
    const outcome = await dispatch(house, {
      command: 'approve',
      args: { change: one.change, cycle: one.cycle, fingerprint: one.fingerprint },
      personId: one.reviewer,
      via: { door: 'slack', place: 'slack:T1/CREVIEW' },
      id: `slack:click-${one.change}`,
      canAsk: true,
    });
    if (outcome.kind !== 'done') throw new Error(`The approval that was to be recorded was ${outcome.kind}.`);
  }
  await store.close();
  const of = changes.at(-1)!;
  const sql = postgres(url, { max: 1 });
  const [row] = await sql`
    select v.id::text as verdict, m.id::text as move from verdict v join move m using (change_id)
    where v.change_id = ${of.change}`;
  await sql.end();
  const [begin, ...inside] = trips;
  const commit = inside.at(-1)?.pop();
  if (begin?.[0]?.text.trim() !== 'begin' || commit?.text !== 'commit')
    throw new Error('That was not one transaction.');
  return { of, trips: inside, given: row as unknown as Recorded['given'] };
}

/** A text about one change as the same text about another one. */
export const renamed = (text: string, from: Waiting, to: Waiting): string => replaced(text, namesOf(from, to));

function namesOf(from: Waiting, to: Waiting): Map<string, string> {
  const keys = Object.keys(from) as (keyof Waiting)[];
  return new Map(keys.filter((key) => key !== 'cycle').map((key) => [`${from[key]}`, `${to[key]}`]));
}

const replaced = (text: string, names: ReadonlyMap<string, string>): string =>
  text.replace(/[0-9a-z]{6,}/gi, (word) => names.get(word) ?? word);

function parameter(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return replaced(value, names);
  return typeof value === 'number' ? Number(names.get(`${value}`) ?? value) : value;
}

/**
 * Sends the same statements for other changes through the bare driver: prepared, one transaction per approval, together
 * where the product sends them together, over as many connections as the product uses, with so many approvals under way
 * at a time.
 * @returns how many a second
 */
export async function replayApprovals(
  url: string,
  recorded: Recorded,
  changes: readonly Waiting[],
  atATime: number,
): Promise<number> {
  const asIs = (value: unknown) => value;
  const sql = postgres(url, {
    max: FRONT_CONNECTIONS,
    fetch_types: false,
    // What was recorded is ready for the wire, and what comes back is read by nobody.
    types: {
      json: { to: 114, from: [114, 3802], serialize: asIs, parse: asIs },
      jsonb: { to: 3802, from: [], serialize: asIs, parse: asIs },
      date: { to: 1184, from: [1082, 1114, 1184], serialize: asIs, parse: asIs },
    },
  });
  const work = changes.map((one) => {
    const names = namesOf(recorded.of, one);
    return recorded.trips.map((trip) =>
      trip.map(({ text, params }) => ({ text, params: params.map((each) => parameter(each, names)) })),
    );
  });

  const send = (tx: postgres.TransactionSql, { text, params }: Statement, given: ReadonlyMap<string, string>) => {
    const values = given.size > 0 ? params.map((one) => parameter(one, given)) : params;
    return tx.unsafe(text, values as never[], { prepare: true }).execute();
  };
  const approve = async (trips: Statement[][]) => {
    const given = new Map<string, string>();
    let last: PromiseLike<unknown>[] = [];
    await sql.begin(async (tx) => {
      for (const trip of trips.slice(0, -1)) {
        const answers = await Promise.all(trip.map((statement) => send(tx, statement, given)));
        for (const [i, { text }] of trip.entries()) {
          if (/^insert into "verdict"/.test(text)) given.set(recorded.given.verdict, `${answers[i]![0]!.id}`);
          if (/insert into move/.test(text)) given.set(recorded.given.move, `${answers[i]![0]!.id}`);
        }
      }
      last = trips.at(-1)!.map((statement) => send(tx, statement, given));
    });
    await Promise.all(last);
  };

  let next = 0;
  const person = async () => {
    for (let mine = work[next++]; mine; mine = work[next++]) {
      await approve(mine);
    }
  };
  await Promise.all(Array.from({ length: FRONT_CONNECTIONS }, () => sql`select pg_sleep(0.01)`));
  const began = performance.now();
  await Promise.all(Array.from({ length: atATime }, person));
  const seconds = (performance.now() - began) / 1000;
  await sql.end();
  return changes.length / seconds;
}
