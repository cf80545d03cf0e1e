import type { Reason } from '../rules/reasons.ts';
import { enqueueSpread } from './jobs.ts';
import type { Db, Store } from './open.ts';
import { createOutputMemory, type OutputMemory } from './output-memory.ts';
import { findOutputs, keepOutputs, type Name } from './outputs.ts';
import { findVersions, type VersionName } from './version-names.ts';
import { castVotes, userRater } from './votes.ts';

export type OutputFact = VersionName & {
  application: string;
  reference: string;
  /** Masked. */
  input: string | null;
  output: string | null;
  at: Date;
  /** Where it is posted with thumbs; null: nowhere. */
  place: string | null;
  /** The application's own message there, which the thumbs are to stand below. */
  message: string | null;
};

export type VoteFact = VersionName & {
  application: string;
  /** The application's own name of its user. */
  user: string;
  /** The reference of an output; without one the vote is about the version that is named. */
  output?: string | undefined;
  up: boolean;
  reasons: readonly Reason[] | null;
  /** Masked. */
  comment: string | null;
  at: Date;
  key: string;
};

/**
 * What became of some facts. `taken`: new, or a change of mind. `unchanged`: known before, or overtaken by a later word.
 * `refused`: what one names does not exist, or, where it is the reference, was reported under another version before.
 */
export type Taken = {
  taken: number;
  unchanged: number;
  refused: { index: number; field: 'prompt' | 'version' | 'output' | 'reference' }[];
};

/** Takes in what applications report, many at once; those that can be kept are, whatever the others say. */
export type Facts = {
  outputs(facts: readonly OutputFact[]): Promise<Taken>;
  votes(facts: readonly VoteFact[]): Promise<Taken>;
};

/** Facts about outputs and votes; outputs that were looked up lately are remembered. */
export function openFacts(store: Pick<Store, 'db' | 'transaction'>): Facts {
  const memory = createOutputMemory();
  return {
    async outputs(facts) {
      const { located, ...taken } = await store.transaction((db) => takeOutputs(db, facts));
      for (const one of located) memory.keep(one, one);
      return taken;
    },
    votes: (facts) => takeVotes(store.db, memory, facts),
  };
}

/** How the slot of a post begins that stands below somebody else's message, whose name follows. */
export const BENEATH = 'beneath:';

async function takeOutputs(db: Db, facts: readonly OutputFact[]) {
  const refused: Taken['refused'] = [];
  const found = await findVersions(db, facts);
  const good = facts.flatMap((fact, index) => {
    const { promptId, versionId } = found[index]!;
    if (promptId !== null && versionId !== null) return [{ ...fact, index, promptId, versionId }];
    refused.push({ index, field: promptId === null ? 'prompt' : 'version' });
    return [];
  });
  const kept = await keepOutputs(db, good);
  const posts = good.flatMap(({ place, message }, i) =>
    place !== null && kept[i]!.isNew
      ? [{ subject: `output:${kept[i]!.id}`, place, slot: message === null ? 'card' : `${BENEATH}${message}` }]
      : [],
  );
  await enqueueSpread(db, { posts, refresh: [] });
  for (const [i, { index, versionId }] of good.entries()) {
    if (kept[i]!.versionId !== versionId) refused.push({ index, field: 'reference' });
  }
  const taken = kept.filter((one) => one.isNew).length;
  const located = kept.map((one, i) => ({ ...good[i]!, ...one }));
  return { taken, unchanged: facts.length - taken - refused.length, refused, located };
}

// What votes point to never goes away, so it is looked up before the one statement that writes them.
async function takeVotes(db: Db, memory: OutputMemory, facts: readonly VoteFact[]): Promise<Taken> {
  const refused: Taken['refused'] = [];
  const found = await findVersions(db, facts);
  const named = facts.flatMap(({ application, output }, index) => {
    const { promptId } = found[index]!;
    return output !== undefined && promptId !== null ? [{ index, promptId, application, reference: output }] : [];
  });
  const outputs = new Map((await findKnown(db, memory, named)).map((output, i) => [named[i]!.index, output]));
  const thumbs = facts.flatMap((fact, index) => {
    const { promptId, versionId } = found[index]!;
    const { output, user, application, up, reasons, comment, at, key } = fact;
    const version = versionId === null ? null : { id: null, versionId };
    const about = output === undefined ? version : outputs.get(index);
    if (about) {
      const whose = {
        outputId: about.id,
        versionId: about.versionId,
        application,
        rater: userRater(application, user),
      };
      return [{ ...whose, up, reasons, comment, at, key }];
    }
    refused.push({ index, field: promptId === null ? 'prompt' : output === undefined ? 'version' : 'output' });
    return [];
  });
  const taken = (await castVotes(db, thumbs)).length;
  return { taken, unchanged: thumbs.length - taken, refused };
}

/** The same as `findOutputs`, which is asked for those that are not in memory. */
async function findKnown(db: Db, memory: OutputMemory, names: readonly Name[]) {
  const known = names.map((name) => memory.get(name));
  const others = names.filter((_, i) => !known[i]);
  const found = await findOutputs(db, others);
  for (const [i, output] of found.entries()) if (output) memory.keep(others[i]!, output);
  return known.map((output) => output ?? found.shift()!);
}
