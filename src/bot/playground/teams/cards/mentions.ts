import { type CardJson, isObject } from '../wire.ts';
import type { World } from '../world.ts';
import { partsOf } from './walk.ts';

const at = /<at(?:\s[^>]*)?>.*?<\/at>/gs;

/** The texts of a card in which Teams reads mentions: those of text blocks and of facts. */
export function mentionTexts(card: CardJson): string[] {
  return [...partsOf(card)].flatMap((part) => {
    if (part.type === 'TextBlock') return [String(part.text ?? '')];
    if (part.type !== 'FactSet' || !Array.isArray(part.facts)) return [];
    return part.facts.filter(isObject).flatMap(({ title, value }) => [String(title ?? ''), String(value ?? '')]);
  });
}

/** What is wrong with the mentions of texts: every `<at>` needs an entity of the same text, and the other way round. */
export function mentionComplaints(world: World, texts: readonly string[], entities: unknown): string[] {
  const mentions = (Array.isArray(entities) ? entities : []).filter((one) => isObject(one) && one.type === 'mention');
  const written = texts.flatMap((text) => text.match(at) ?? []);
  const named = new Set(mentions.map(({ text }) => text));
  const missing = written.filter((text) => !named.has(text)).map((text) => `${text} has no entity`);
  const wrong = mentions.flatMap(({ text, mentioned }) => {
    if (typeof text !== 'string' || !written.includes(text)) return [`the entity ${String(text)} is in no text`];
    const user = isObject(mentioned) && typeof mentioned.id === 'string' ? personOf(world, mentioned.id) : undefined;
    return user && !user.deleted ? [] : [`${text} mentions nobody of the tenant`];
  });
  return [...missing, ...wrong];
}

const personOf = ({ state }: World, id: string) =>
  state.userOf(id) ?? state.users.values().find(({ userPrincipalName }) => userPrincipalName === id);
