import { teamsLimits } from '../../../limits/teams.ts';
import { type CardJson, isObject } from '../wire.ts';
import type { World } from '../world.ts';
import { knownProperties, libraryComplaints } from './library.ts';
import { mentionComplaints, mentionTexts } from './mentions.ts';
import { searchOf } from './people.ts';
import { actionsOf, inputsOf, partsOf } from './walk.ts';

/** Where a card is shown: in a conversation, or in a dialog. */
export type Surface = 'message' | 'dialog';

const submits = new Set(['task/fetch', 'messageBack', 'imBack', 'invoke', 'signin']);

/** What the library reads over: properties that version 1.5 does not know. */
function unknownProperties(card: CardJson): string[] {
  return [...partsOf(card)].flatMap((part) => {
    const known = knownProperties(part.type);
    if (known === undefined) return [];
    return Object.keys(part).flatMap((key) => (known.has(key) ? [] : [`${part.type} has no property "${key}"`]));
  });
}

function actionComplaints(card: CardJson, surface: Surface): string[] {
  return actionsOf(card).flatMap((action) => {
    const name = `${action.type} "${String(action.title ?? '')}"`;
    const msteams = isObject(action.data) ? action.data.msteams : undefined;
    const kind = isObject(msteams) ? msteams.type : undefined;
    if (surface === 'dialog' && action.type === 'Action.Execute') return [`${name} does nothing in a dialog`];
    if (surface === 'dialog' && msteams !== undefined) return [`${name}: msteams in data does nothing in a dialog`];
    if (msteams !== undefined && !submits.has(String(kind))) return [`${name}: Teams knows no ${String(kind)}`];
    return [];
  });
}

function refreshComplaints({ refresh }: CardJson): string[] {
  if (refresh === undefined) return [];
  const { userIds } = isObject(refresh) ? refresh : {};
  const people = Array.isArray(userIds) ? userIds.length : 0;
  return people > teamsLimits.card.refreshUserIds ? [`refresh names ${people} people`] : [];
}

function sizeComplaints(card: CardJson, surface: Surface): string[] {
  if (surface === 'message') return [];
  const bytes = Buffer.byteLength(JSON.stringify(card));
  return bytes > teamsLimits.dialog.cardBytes ? [`the card has ${bytes} bytes`] : [];
}

const searchComplaints = (card: CardJson): string[] =>
  inputsOf(card)
    .filter((input) => searchOf(input) === 'unknown')
    .map(({ id }) => `${String(id)} searches in something Teams does not know`);

const read = new Map<string, readonly string[]>();
const kept = 100;

/** What is wrong with a card wherever it is shown. One card goes to many places: the newest hundred are remembered. */
function schemaComplaints(card: CardJson): readonly string[] {
  const key = JSON.stringify(card);
  const complaints = read.get(key) ?? [
    ...libraryComplaints(card),
    ...unknownProperties(card),
    ...searchComplaints(card),
  ];
  read.set(key, complaints);
  if (read.size > kept) read.delete(read.keys().next().value as string);
  return complaints;
}

/** Everything that is wrong with a card, in sentences; nothing: Teams shows it as it is meant. */
export function checkCard(world: World, surface: Surface, value: unknown): string[] {
  if (!isObject(value) || value.type !== 'AdaptiveCard') return ['this is no Adaptive Card'];
  const card = value as CardJson;
  const version = String(card.version);
  const shown = /^1\.\d$/.test(version) && Number(version) <= Number(teamsLimits.card.version);
  if (!shown) return [`Teams shows no card of version ${version}`];
  const entities = isObject(card.msteams) ? card.msteams.entities : [];
  return [
    ...schemaComplaints(card),
    ...actionComplaints(card, surface),
    ...refreshComplaints(card),
    ...sizeComplaints(card, surface),
    ...mentionComplaints(world, mentionTexts(card), entities),
  ];
}
