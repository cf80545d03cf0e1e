import { existsSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { libraryComplaints } from '../../../../src/bot/playground/teams/cards/library.ts';
import { withoutSearch } from '../../../../src/bot/playground/teams/cards/people.ts';
import type { AdaptiveCardJson } from '../../../../src/bot/teams/render/elements.ts';

const file = new URL('../../../../../shared/data/schemas/adaptive-cards/adaptive-card.1.5.0.json', import.meta.url);

const validator = () => {
  const schema = JSON.parse(readFileSync(file, 'utf8'));
  // Of a draft that the validator does not know by name; nothing in it reads differently.
  for (const key of ['$schema', 'id']) delete schema[key];
  const ajv = new Ajv({ strict: false, logger: false });
  formats.default(ajv);
  return ajv.compile(schema);
};
const validate = existsSync(file) ? validator() : null;

/** Whether cards are held against the official schema. */
export const withSchema = validate !== null;

/** What the library and, where it is there, the official schema find wrong with a card. */
export function findings(card: AdaptiveCardJson): string[] {
  const { msteams: _, ...rest } = withoutSearch(card) as AdaptiveCardJson;
  const valid = validate?.(rest) ?? true;
  return [...libraryComplaints(rest), ...(valid ? [] : [JSON.stringify(validate?.errors?.slice(0, 3))])];
}
