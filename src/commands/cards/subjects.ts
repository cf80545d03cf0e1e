import { getChange } from '../../store/changes.ts';
import { getDecision } from '../../store/decision-reading.ts';
import { BENEATH } from '../../store/facts.ts';
import { getPairing } from '../../store/links.ts';
import type { Db } from '../../store/open.ts';
import { getOutput } from '../../store/outputs.ts';
import { getParting } from '../../store/partings.ts';
import { getPlace } from '../../store/posts.ts';
import { getPrompt } from '../../store/prompts.ts';
import { getReport } from '../../store/reports.ts';
import { changeOfVerdict } from '../../store/verdicts.ts';
import { type Card, line } from '../kit/card.ts';
import type { Settings } from '../kit/command.ts';
import { inPlace, words } from '../kit/words.ts';
import { answeredCard } from './answered.ts';
import { changeCard, changeNews, loadChangeView } from './change.ts';
import { contractCard } from './contract.ts';
import { agreementCard } from './criteria.ts';
import { decisionCard } from './decision.ts';
import { homeCard } from './home.ts';
import { loadMoveView, moveCard } from './move.ts';
import { outputCard } from './output.ts';
import { pairingCard, partingCard } from './pairing.ts';
import { loadProposalView, proposalCard, reminderCard } from './proposal.ts';
import { reportCard, settledOf } from './report.ts';
import { loadUseCaseView, useCaseCard } from './use-case.ts';
import { useCaseNews } from './use-case-news.ts';
import { verdictCard } from './verdict.ts';
import { warningCard } from './warning.ts';
import { worseCard } from './worse.ts';

/**
 * What is to be posted now about a subject. `under`: the subject whose card it replies to; `beneath`: the message of
 * somebody else.
 */
type View = { card: Card; under?: string; beneath?: string };

type Loader = (db: Db, id: string, slot: string, now: Date, settings: Settings) => Promise<View | null>;

// A slot that begins with `thread:` is a reply under the change's card, one that begins with `dm:` stands by itself.
const subjects: Record<string, Loader> = {
  change: async (db, id, slot, now) => {
    if (slot === 'card') {
      const view = await loadChangeView(db, Number(id), now);
      return view && { card: changeCard(view) };
    }
    const change = await getChange(db, Number(id));
    if (!change) return null;
    const card = changeNews(change, await getPrompt(db, change.promptId), slot);
    return card && { card, under: `change:${id}` };
  },
  verdict: async (db, id, slot) => {
    const changeId = await changeOfVerdict(db, Number(id));
    const change = changeId === null ? null : await getChange(db, changeId);
    const verdict = change?.verdicts.find((one) => one.id === Number(id));
    if (!change || !verdict) return null;
    return { card: verdictCard(change, verdict, slot.startsWith('dm:')), under: `change:${change.id}` };
  },
  usecase: async (db, id, slot, now) => {
    if (slot === 'card') return { card: useCaseCard(await loadUseCaseView(db, Number(id), now)) };
    const card = await useCaseNews(db, Number(id), slot);
    return card && { card };
  },
  move: async (db, id) => {
    const view = await loadMoveView(db, Number(id));
    return view && { card: moveCard(view) };
  },
  home: async (db, id, _slot, now, settings) => {
    const card = await homeCard(db, Number(id), settings, now);
    return card && { card };
  },
  link: async (db, id, _slot, now) => {
    const pairing = await getPairing(db, Number(id));
    const card = pairing && pairingCard(pairing, now);
    return card && { card };
  },
  parting: async (db, id) => {
    const parting = await getParting(db, Number(id));
    return parting && { card: partingCard(parting) };
  },
  output: async (db, id, slot) => {
    const output = await getOutput(db, Number(id));
    if (!output) return null;
    const beneath = slot.startsWith(BENEATH) ? slot.slice(BENEATH.length) : undefined;
    return { card: outputCard(output, beneath !== undefined), ...(beneath !== undefined && { beneath }) };
  },
  decision: async (db, id) => {
    const decision = await getDecision(db, Number(id));
    return decision && { card: decisionCard(decision) };
  },
  worse: async (db, id) => {
    const card = await worseCard(db, Number(id));
    return card && { card };
  },
  criterion: async (db, id, slot) => {
    const card = await agreementCard(db, Number(id), slot);
    return card && { card };
  },
  warning: async (db, id) => {
    const card = await warningCard(db, Number(id));
    return card && { card };
  },
  // A copy is somebody's own, `person:7` or `remind:7`, and who may answer sees the answers; or `everybody` reads it.
  proposal: async (db, id, slot, now, settings) => {
    const view = await loadProposalView(db, settings, Number(id));
    const [copy, person] = slot.split(':');
    if (!view) return null;
    const viewer = Number(person) || null;
    return { card: copy === 'remind' ? reminderCard(view, viewer, now) : proposalCard(view, viewer) };
  },
  // `answered:12/7`: what change 12 answers of what person 7 said.
  answered: async (db, id, slot) => {
    const [change, person] = id.split('/').map(Number);
    const card = await answeredCard(db, change!, person!, slot === 'dm:rolled_back' ? 'rolled_back' : 'released');
    return card && { card };
  },
  // `contract:3/7`: use case 7 and the context of use case 3.
  contract: async (db, id) => {
    const [lead, useCase] = id.split('/').map(Number);
    const card = await contractCard(db, lead!, useCase!);
    return card && { card };
  },
  report: async (db, id) => {
    const report = await getReport(db, Number(id));
    if (!report) return null;
    const settled = await settledOf(db, report.content);
    return { card: reportCard(report.content, { report: report.id, page: 1, settled }) };
  },
  place: async (db, id) => {
    const place = await getPlace(db, id);
    if (!place) return null;
    const why = place.deadWhy ?? 'it does not answer';
    return {
      card: {
        title: words`I cannot post to ${inPlace(place.id)} any more: ${why}`,
        parts: [line(['Invite me there again, or name another place. What was due there is not sent elsewhere.'])],
      },
    };
  },
};

/** The message about a subject as it stands at this moment; null when there is nothing to say (any more). */
export async function viewOf(
  db: Db,
  subject: string,
  slot: string,
  now: Date,
  settings: Settings,
): Promise<View | null> {
  const [kind, id] = [subject.slice(0, subject.indexOf(':')), subject.slice(subject.indexOf(':') + 1)];
  return (await subjects[kind]?.(db, id, slot, now, settings)) ?? null;
}
