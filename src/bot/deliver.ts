import { viewOf } from '../commands/cards/subjects.ts';
import type { Card } from '../commands/kit/card.ts';
import type { Log, Settings } from '../commands/kit/command.ts';
import { Later } from '../rules/later.ts';
import { postKey } from '../rules/post-key.ts';
import type { PostJob, SpreadJob } from '../store/jobs.ts';
import type { Outbox } from '../store/outbox.ts';
import type { Hold, Run } from '../store/workers.ts';
import { bounded, persistently } from './bounded.ts';
import type { Metrics } from './metrics.ts';
import { Busy, DeadPlace, type How, NotSent, type Poster, PostGone, type Ref } from './poster.ts';
import { quietPlaces } from './quiet.ts';

type Deliveries = {
  /** Queues one post for each message of a transaction and for each copy of what it changed. */
  spread(job: SpreadJob): Promise<void>;
  /** Brings one copy to the present state: posts it, edits it, or finds that nothing is to do. */
  post(job: PostJob, run: Run): Promise<void>;
};

const SOON = 250;
const NO_POSTER = 300_000;

/**
 * Deliveries to the platforms that have a poster, as tasks for the workers. The text of a post is derived from the state
 * at the moment it is sent. A copy is posted once: an attempt whose outcome is unknown is repeated with the same key and
 * marked as repeated, and the log says so.
 */
export function deliveries(house: {
  outbox: Outbox;
  posters: Readonly<Record<string, Poster | undefined>>;
  settings: Settings;
  clock: () => Date;
  log: Log;
  metrics: Pick<Metrics, 'delivery'>;
}): Deliveries {
  const { outbox, posters, settings, clock, log } = house;
  const quiet = quietPlaces();
  const count = ({ place }: PostJob, outcome: Outcome) =>
    house.metrics.delivery(place.slice(0, place.indexOf(':')), outcome);

  /** @returns where the copy is, null when there is none */
  async function deliver(job: PostJob, run: Run): Promise<Ref | null> {
    const poster = posters[job.place.slice(0, job.place.indexOf(':'))];
    if (!poster) {
      log.warn(about(job), 'kept for later: this platform is not configured');
      throw new Later(NO_POSTER);
    }
    if (await dropped(job)) return null;
    const key = postKey(job);
    const wait = quiet.wait(job.place, key);
    if (wait > 0) throw new Later(wait);
    try {
      const hold = await run.hold(key);
      if (!hold) throw new Later(SOON);
      const ref = await bring(poster, job, run, hold).finally(() => hold.release());
      quiet.leave(job.place, key);
      return ref;
    } catch (error) {
      if (error instanceof Busy) {
        count(job, 'limited');
        log.info({ ...about(job), seconds: error.seconds }, 'put off: the platform asks for a pause');
        quiet.hush(job.place, error.seconds);
        throw new Later(quiet.wait(job.place, key));
      }
      quiet.leave(job.place, key);
      if (error instanceof DeadPlace) return await bury(job, error.why);
      if (!(error instanceof Later)) count(job, 'failed');
      throw error;
    }
  }

  /** Runs while the post is held, so never beside another delivery of it. */
  async function bring(poster: Poster, job: PostJob, run: Run, hold: Hold): Promise<Ref | null> {
    const key = postKey(job);
    // The note is committed before the state is read. Whoever changes the state either commits before the reading, and
    // is in it, or commits after it; then the note is there for the spread that follows, which queues this post again,
    // and that one waits until this one has let go. So what is sent last is never older than the state.
    const { first, post } = await outbox.begin(job, clock());
    if (post.state === 'gone') return null;
    let asked = false;
    try {
      const view = await viewOf(outbox.db, job.subject, job.slot, clock(), settings);
      if (post.ref) return view ? await edit(poster, job, post.ref, post.digest, view.card) : post.ref;
      const under = view?.under ? await parent(job, view.under, run) : null;
      if (hold.lost()) throw new Later(SOON);
      // Posting the card first may have shown that the place is dead.
      const dead = view?.under && !under && (await dropped(job));
      if (view && !dead) {
        asked = true;
        return await publish(
          poster,
          job,
          view.card,
          { key, under: under ?? undefined, beneath: view.beneath, repeated: !first },
          view.under,
        );
      }
      if (first) await outbox.forget(job);
      return null;
    } catch (error) {
      // A first attempt that certainly failed leaves no doubt behind. Should forgetting fail, too much is said, not too little.
      if (first && !(asked && inDoubt(error))) await outbox.forget(job).catch(() => {});
      throw error;
    }
  }

  async function publish(poster: Poster, job: PostJob, card: Card, how: How, under?: string): Promise<Ref | null> {
    if (how.repeated) log.warn(about(job), 'sent again: the outcome of the attempt before is not known');
    const ref = await bounded(poster.post(job.place, card, how)).catch(async (error: unknown) => {
      if (!(error instanceof PostGone)) throw error;
      if (how.beneath) return null;
      if (!how.under || !under) throw error;
      await outbox.mark({ subject: under, place: job.place, slot: 'card' }, { state: 'gone' });
      throw new Later(0);
    });
    if (!ref) {
      await outbox.mark(job, { state: 'gone' });
      count(job, 'gone');
      log.info(about(job), 'not posted: what it would stand below is gone');
      return null;
    }
    // What is sent and not remembered would be sent again: worth some patience with a database that is away.
    const digest = how.repeated ? null : poster.digest(card);
    await persistently(() => outbox.mark(job, { state: 'sent', ref, digest }));
    count(job, 'posted');
    log.info(about(job), 'posted');
    // A platform that recognised the repetition shows what the earlier attempt said, which may be out of date.
    return how.repeated ? edit(poster, job, ref, null, card) : ref;
  }

  async function edit(poster: Poster, job: PostJob, ref: Ref, digest: string | null, card: Card): Promise<Ref | null> {
    const present = poster.digest(card);
    if (present === digest) return ref;
    // Until the edit is known to have happened the copy may show either; were the subject to change back, it has to be sent.
    if (digest !== null) await outbox.mark(job, { state: 'sent', digest: null });
    try {
      await bounded(poster.update(ref, card));
    } catch (error) {
      if (!(error instanceof PostGone)) throw error;
      await outbox.mark(job, { state: 'gone' });
      count(job, 'gone');
      log.info(about(job), 'somebody deleted this copy: it is not posted again');
      return null;
    }
    await outbox.mark(job, { state: 'sent', digest: present });
    count(job, 'edited');
    log.info(about(job), 'edited');
    return ref;
  }

  /** The card to reply under; a thread's card that is not there yet is posted first. */
  async function parent(job: PostJob, subject: string, run: Run): Promise<Ref | null> {
    const card = { subject, place: job.place, slot: 'card' };
    const post = await outbox.find(card);
    if (post?.ref && post.state === 'sent') return post.ref;
    return job.slot.startsWith('thread:') && post?.state !== 'gone' ? deliver(card, run) : null;
  }

  async function dropped(job: PostJob): Promise<boolean> {
    const dead = await outbox.isDead(job.place);
    if (dead) log.warn(about(job), 'dropped: the place is dead');
    return dead;
  }

  async function bury(job: PostJob, why: string): Promise<null> {
    count(job, 'dead');
    const buried = await outbox.bury(job, why, clock());
    if (buried) log.warn({ ...about(job), why, told: buried.told }, 'the place is dead');
    return null;
  }

  return { spread: (job) => outbox.spread(job, clock()), post: async (job, run) => void (await deliver(job, run)) };
}

/** What became of one attempt, as it is counted. */
type Outcome = 'posted' | 'edited' | 'limited' | 'gone' | 'dead' | 'failed';

/** Whether, after this, the platform may have taken the post. */
const inDoubt = (error: unknown) => ![Busy, DeadPlace, NotSent, PostGone, Later].some((kind) => error instanceof kind);

const about = ({ subject, place, slot }: PostJob) => ({ subject, place, slot });
