import { Refusal } from '../../refusal.ts';
import { type Content, contentOf, parseContent } from '../../rules/content.ts';
import { Incomplete } from '../kit/check.ts';
import { guardOneText } from './submit-form.ts';

type Given = {
  text?: string | undefined;
  messages?: Content['messages'] | undefined;
  model?: string | undefined;
  params?: Record<string, unknown> | undefined;
};

/** What is submitted: what was given, and for the rest what stood there before. @throws Refusal, Incomplete without a text */
export function contentFrom(given: Given, slug: string, before: Content | null): Content {
  const cleared = given.model !== undefined && /^(none|-)$/i.test(given.model.trim());
  const model = cleared ? null : (given.model ?? before?.model ?? null);
  const params = given.params ?? before?.params ?? {};
  if (given.text !== undefined && given.messages) throw new Refusal('invalid', 'Send text or messages, not both.');
  if (given.messages) return parseContent({ messages: given.messages, model, params });
  if (given.text === undefined) throw new Incomplete(['text']);
  if (before) guardOneText(slug, before);
  const content = contentOf({ text: given.text, model, params });
  const role = before?.messages[0]?.role ?? 'system';
  return { ...content, messages: [{ role, content: given.text }] };
}
