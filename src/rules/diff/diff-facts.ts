import type { Content } from '../content.ts';
import { canonicalJson } from '../fingerprint.ts';
import { revealEverything, revealInvisible, visibleForm } from '../invisible.ts';

/**
 * Something other than the text that changed, e.g. `model` from `gpt-4.1` to `gpt-4.1-mini`; null is "not set". Values of
 * parameters are JSON. All three are safe to show (invisible characters are marked) but may be long.
 */
export type Fact = {
  kind: 'model' | 'param' | 'role' | 'messages' | 'variables';
  name: string;
  from: string | null;
  to: string | null;
};

/** The changed facts of a content, in a fixed order. `pairs`: which message became which, null where there is none. */
export function factsOf(
  before: Content | null,
  after: Content,
  pairs: readonly { from: number | null; to: number | null }[],
): Fact[] {
  const facts = [fact('model', 'model', before?.model ?? null, after.model)];
  const names = new Set([...Object.keys(before?.params ?? {}), ...Object.keys(after.params)]);
  for (const name of [...names].sort()) {
    facts.push(fact('param', name, paramOf(before, name), paramOf(after, name)));
  }
  if (before) {
    facts.push(fact('messages', 'messages', `${before.messages.length}`, `${after.messages.length}`));
    for (const { from, to } of pairs) {
      if (from === null || to === null) continue;
      facts.push(fact('role', `role of message ${to + 1}`, before.messages[from]!.role, after.messages[to]!.role));
    }
  }
  facts.push(fact('variables', 'variables', namesOf(before), namesOf(after)));
  return facts.filter((each): each is Fact => each !== undefined);
}

function fact(kind: Fact['kind'], name: string, from: string | null, to: string | null): Fact | undefined {
  if (from === to) return undefined;
  const lookSame = from !== null && to !== null && visibleForm(from) === visibleForm(to);
  const shown = (text: string | null) => text && (lookSame ? revealEverything(text) : revealInvisible(text));
  return { kind, name: revealInvisible(name), from: shown(from), to: shown(to) };
}

function paramOf(content: Content | null, name: string): string | null {
  return content && Object.hasOwn(content.params, name) ? canonicalJson(content.params[name]!) : null;
}

function namesOf(content: Content | null): string | null {
  return content && content.variables.length > 0 ? content.variables.join(', ') : null;
}
