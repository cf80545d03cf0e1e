const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };

/**
 * What a person typed, without Slack's wire format: mentions become `@slack:T1/U1` and `#slack:T1/C1`, links their
 * address, entities the characters they stand for.
 */
export function plainText(text: string, workspace: string): string {
  return text
    .replace(/<([@#!]?)([^>|]*)(?:\|([^>]*))?>/g, (_, kind: string, id: string, label: string | undefined) => {
      if (kind === '@') return `@slack:${workspace}/${id}`;
      if (kind === '#') return `#slack:${workspace}/${id}`;
      if (kind === '!') return label ?? id;
      return id.replace(/^mailto:/, '');
    })
    .replace(/&(lt|gt|amp);/g, (entity) => entities[entity]!);
}

/** A mention's text without the bot's own name in front. */
export const withoutName = (text: string, botUserId: string): string =>
  text.replace(new RegExp(`^\\s*(?:<@${botUserId}(?:\\|[^>]*)?>[\\s,:]*)+`), '');
