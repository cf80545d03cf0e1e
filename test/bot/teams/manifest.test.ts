import { existsSync, readFileSync } from 'node:fs';
import { Resvg } from '@resvg/resvg-js';
import { Ajv, type ValidateFunction } from 'ajv';
import { describe, expect, test } from 'vitest';
import { teamsLimits } from '../../../src/bot/limits/teams.ts';
import { PLACEHOLDER_APP, teamsManifest } from '../../../src/bot/teams/manifest.ts';
import { teamsIcons } from '../../../src/cli/teams-icons.ts';
import { commands } from '../../../src/commands/index.ts';

const repository = new URL('../../../', import.meta.url);
const folder = new URL('manifests/teams/', repository);
const manifest = teamsManifest(commands);
const bot = manifest.bots[0]!;

test('the file is what the commands say now; "npm run manifest" writes it', () => {
  expect(JSON.parse(readFileSync(new URL('manifest.json', folder), 'utf8'))).toEqual(manifest);
});

describe('the verbs that Teams completes', () => {
  test.each(bot.commandLists.map((list) => [list.scopes.join(), list] as const))('%s', (_, list) => {
    const { commandTitle, commands: most } = teamsLimits.manifest;
    expect(list.triggers).toEqual(['mention', 'slash']);
    expect(list.commands.length).toBeLessThanOrEqual(most);
    for (const { title, description } of list.commands) {
      const known = commands.find((one) => one.name === title && !one.hidden);
      expect(description).toBe(`${known?.summary}. Example: ${known?.examples[0]}`);
      expect(title.length).toBeLessThanOrEqual(commandTitle);
    }
  });

  test('none of those that are wanted is missing from the commands', () => {
    for (const { commands: listed } of bot.commandLists) expect(listed).toHaveLength(teamsLimits.manifest.commands);
  });

  test('each scope has a list of its own, and the bot is said to hear what is meant for it alone', () => {
    expect(bot.commandLists.flatMap((one) => one.scopes)).toEqual(bot.scopes);
    expect(bot.supportsTargetedMessages).toBe(true);
  });
});

test('it asks for nothing: no permission, no domain, no resource of a team', () => {
  expect(Object.keys(manifest)).not.toContain('permissions');
  expect(Object.keys(manifest)).not.toContain('authorization');
  expect(manifest.validDomains).toEqual([]);
});

test('a real app and address are put in', () => {
  const app = '11111111-2222-4333-8444-555555555555';
  const text = JSON.stringify(teamsManifest(commands, app, 'https://prompts.example.org/'));
  expect(text).not.toContain(PLACEHOLDER_APP);
  expect(text.match(new RegExp(app, 'g'))).toHaveLength(2);
  expect(text).toContain('"https://prompts.example.org/privacy"');
});

describe('the icons', () => {
  test.each([
    ['color.png', teamsLimits.manifest.colorIcon],
    ['outline.png', teamsLimits.manifest.outlineIcon],
  ] as const)('%s is drawn from its vectors, %i pixels wide', async (name, width) => {
    const png = readFileSync(new URL(name, folder));
    expect(png.equals((await teamsIcons())[name])).toBe(true);
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([width, width]);
  });

  test('the outline is white on nothing', () => {
    const { pixels } = new Resvg(readFileSync(new URL('outline.svg', folder), 'utf8')).render();
    for (let at = 0; at < pixels.length; at += 4) {
      const [red, green, blue, alpha] = pixels.subarray(at, at + 4);
      // Half-covered pixels are white as well, only thinner.
      if (alpha! > 0) expect(Math.min(red!, green!, blue!)).toBe(alpha);
    }
    expect(pixels.some((_, at) => at % 4 === 3 && pixels[at] === 255)).toBe(true);
  });
});

const schema = new URL('../shared/data/schemas/teams/MicrosoftTeams.schema.1.29.json', repository);

describe.skipIf(!existsSync(schema))('the official schema (where shared/data is present)', () => {
  const validator = (): ValidateFunction => {
    const { $schema: _, id: __, ...draft } = JSON.parse(readFileSync(schema, 'utf8')) as Record<string, unknown>;
    return new Ajv({ strict: false, unicodeRegExp: true, validateFormats: false }).compile(draft);
  };

  test('takes the manifest', () => {
    const valid = validator();
    expect([valid(manifest), valid.errors]).toEqual([true, null]);
  });

  test('would refuse a wrong one', () => {
    const valid = validator();
    expect(valid({ ...manifest, id: 'no-guid' })).toBe(false);
    expect(valid({ ...manifest, bots: [{ ...bot, commandLists: [...bot.commandLists, bot.commandLists[0]] }] })).toBe(
      false,
    );
  });
});
