import type { ChangeState, Verdict } from '../../store/changes.ts';

/** A change as programs see it: people by name, versions by number. */
export const changeJson = (change: ChangeState) => ({
  change: change.id,
  kind: change.kind,
  prompt: change.slug,
  label: change.label,
  from: change.base?.number ?? null,
  to: change.version.number,
  fingerprint: change.version.fingerprint,
  cycle: change.cycle,
  review: change.review,
  application: change.application,
  by: change.author.name,
  why: change.why,
  until: change.expiresAt.toISOString(),
  decided_by: change.decidedBy?.name ?? null,
  decided_at: change.decidedAt?.toISOString() ?? null,
});

/** What a verdict led to, as programs see it. */
export const verdictJson = (done: { change: ChangeState; verdict: Verdict['verdict']; released: number | null }) => ({
  verdict: done.verdict,
  move: done.released,
  ...changeJson(done.change),
});
