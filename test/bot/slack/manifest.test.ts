import { existsSync, readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { describe, expect, type TestContext, test } from 'vitest';
import { slackLimits } from '../../../src/bot/limits/slack.ts';
import { PLACEHOLDER, scopes, slackManifest, usageHint } from '../../../src/bot/slack/manifest.ts';
import { commands } from '../../../src/commands/index.ts';
import type { Command } from '../../../src/commands/kit/command.ts';

const repository = new URL('../../../', import.meta.url);
const schemas = new URL('../shared/data/schemas/slack/', repository);
const read = (url: URL) => JSON.parse(readFileSync(url, 'utf8')) as Record<string, unknown>;
const variants = [
  { file: 'slack.json', derived: slackManifest(commands) },
  { file: 'slack-socket-mode.json', derived: slackManifest(commands, null) },
];

describe('the manifest files', () => {
  test.each(variants)('$file is what the commands say now; "npm run manifest" writes it', ({ file, derived }) => {
    expect(read(new URL(`manifests/${file}`, repository))).toEqual(derived);
  });

  test('over HTTP everything arrives at the one path that is served', () => {
    const text = readFileSync(new URL('manifests/slack.json', repository), 'utf8');
    const urls = text.match(/https:[^"]+/g);
    expect(urls).toHaveLength(3);
    expect(new Set(urls)).toEqual(new Set([`${PLACEHOLDER}/slack/events`]));
  });

  test('in Socket Mode nothing names an address', () => {
    const { settings } = slackManifest(commands, null);
    expect(settings.socket_mode_enabled).toBe(true);
    expect(readFileSync(new URL('manifests/slack-socket-mode.json', repository), 'utf8')).not.toContain('http');
  });

  test('a real address is put in, with or without a slash at its end', () => {
    for (const url of ['https://bot.example.com', 'https://bot.example.com/']) {
      expect(slackManifest(commands, url).settings.interactivity.request_url).toBe(
        'https://bot.example.com/slack/events',
      );
    }
  });
});

describe('what the app asks of a workspace', () => {
  const { oauth_config, settings, features } = slackManifest(commands);

  test('exactly the permissions it needs, each with a reason, and none to read what people write', () => {
    expect(oauth_config.scopes.bot).toEqual([
      'commands',
      'chat:write',
      'app_mentions:read',
      'users:read',
      'users:read.email',
      'im:write',
    ]);
    expect(oauth_config.scopes.bot.filter((scope) => /history|files/.test(scope))).toEqual([]);
    for (const why of Object.values(scopes)) expect(why.split(' ').length).toBeGreaterThan(3);
  });

  test('the README says why it needs each of them', () => {
    const readme = readFileSync(new URL('README.md', repository), 'utf8');
    expect(oauth_config.scopes.bot.filter((scope) => !readme.includes(`| \`${scope}\` | `))).toEqual([]);
  });

  test('it hears of mentions and of who opens its page, and of nothing else', () => {
    expect(settings.event_subscriptions.bot_events).toEqual(['app_mention', 'app_home_opened']);
    expect(features.app_home.home_tab_enabled).toBe(true);
  });

  test('one slash command whose hint names every verb that help names', () => {
    const [command, ...others] = features.slash_commands;
    expect(others).toEqual([]);
    expect(command!.command).toBe('/prompt');
    expect(command!.should_escape).toBe(true);
    expect(command!.usage_hint.split(' | ')).toEqual(commands.filter((one) => !one.hidden).map((one) => one.name));
  });

  test('shortcuts to submit, to review, to roll back and to give feedback', () => {
    expect(features.shortcuts.map((one) => one.callback_id)).toEqual([
      'run:submit',
      'run:review',
      'run:rollback',
      'run:feedback',
    ]);
  });

  test('everything is within what Slack takes', () => {
    const most = slackLimits.manifest;
    for (const { derived } of variants) {
      expect(derived.display_information.name.length).toBeLessThanOrEqual(most.name);
      expect(derived.display_information.description.length).toBeLessThanOrEqual(most.description);
      expect(derived.features.slash_commands.length).toBeLessThanOrEqual(most.commands);
      for (const one of derived.features.slash_commands) {
        expect(one.command.length).toBeLessThanOrEqual(most.command);
        expect(one.usage_hint.length).toBeLessThanOrEqual(most.usageHint);
      }
    }
  });

  test('a hint of more verbs than there is room for ends between two of them', () => {
    const many = Array.from({ length: 200 }, (_, at) => ({ name: `verb-${at}` }) as Command);
    const hint = usageHint(many);
    expect(hint.length).toBeLessThanOrEqual(slackLimits.manifest.usageHint);
    expect(hint.length).toBeGreaterThan(slackLimits.manifest.usageHint - 20);
    expect(hint).toMatch(/ \| verb-\d+ \| …$/);
  });
});

describe("Slack's own schema", () => {
  // The newest schema, the one before it, and the dispatcher that picks by version and refers to both by their address.
  const names = ['manifest.schema.1.0.0.json', 'manifest.schema.2.0.0.json', 'manifest.schema.json'] as const;
  const validator = (name: (typeof names)[number]): ValidateFunction => {
    const ajv = new Ajv({ strict: false, allErrors: true });
    formats.default(ajv);
    if (name === 'manifest.schema.json') {
      const text = readFileSync(new URL(name, schemas), 'utf8');
      for (const address of new Set(text.match(/https:\/\/raw[^"]+/g))) {
        ajv.addSchema(read(new URL(address.slice(address.lastIndexOf('/') + 1), schemas)), address);
      }
    }
    return ajv.compile(read(new URL(name, schemas)));
  };
  const needs = (context: TestContext) => {
    if (!existsSync(schemas)) context.skip('../shared/data/schemas/slack is not there');
  };

  test.for(names)('%s takes both manifests', (name, context) => {
    needs(context);
    const validate = validator(name);
    for (const { file, derived } of variants) {
      expect(validate(derived), `${file}: ${JSON.stringify(validate.errors)}`).toBe(true);
    }
  });

  test('the validator tells right from wrong', (context) => {
    needs(context);
    const validate = validator('manifest.schema.2.0.0.json');
    expect(validate(read(new URL('examples/manifest.v2.valid.json', schemas)))).toBe(true);
    expect(validate(read(new URL('examples/manifest.v2.invalid.json', schemas)))).toBe(false);
  });

  test.for([
    ['a name that is too long', { display_information: { name: 'x'.repeat(36) } }],
    ['a shortcut name that is too long', { features: { shortcuts: [shortcut({ name: 'x'.repeat(25) })] } }],
    ['a shortcut of no known type', { features: { shortcuts: [shortcut({ type: 'nowhere' })] } }],
    ['a field that does not exist', { settings: { telepathy_enabled: true } }],
  ] as const)('refuses %s', ([, wrong], context) => {
    needs(context);
    for (const name of names) expect(validator(name)({ ...slackManifest(commands), ...wrong })).toBe(false);
  });
});

function shortcut(over: { name?: string; type?: string }) {
  return { name: 'Go', type: 'global', callback_id: 'run:review', description: 'Goes', ...over };
}
