import type { Name, Output } from './outputs.ts';

/** Where votes find the outputs they are about, without asking: the last ones that were reported or voted on. */
export type OutputMemory = {
  get(name: Name): Known | undefined;
  keep(name: Name, known: Known): void;
};

type Known = Pick<Output, 'id' | 'versionId'>;

// Some 15 MB with names of usual length.
const MOST = 50_000;

/**
 * Nothing has to be forgotten because it changed: an output keeps its number and its version for good, and the number of
 * a prompt is never used twice.
 */
export function createOutputMemory(): OutputMemory {
  const outputs = new Map<string, Known>();
  // No name holds a NUL, so no two names make the same key.
  const keyOf = ({ promptId, application, reference }: Name) => `${promptId}\0${reference}\0${application}`;
  return {
    get: (name) => outputs.get(keyOf(name)),
    keep(name, { id, versionId }) {
      outputs.set(keyOf(name), { id, versionId });
      if (outputs.size > MOST) outputs.delete(outputs.keys().next().value!);
    },
  };
}
