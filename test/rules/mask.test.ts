import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MASK, maskSecrets } from '../../src/rules/mask.ts';

// Put together here, so that no scanner takes this file for a leak.
const made = (...parts: string[]) => parts.join('');
const letters = 'AbCdEfGhIjKlMnOpQrStUvWxYz0123456789';
const secrets: Record<string, string> = {
  'a service token of ours': made('cs', '_', 'q7XvN0sPz2Lr8aTe5KcYb1Wd'),
  'the id of an AWS key': made('AKIA', 'Z7QX5H2LRTB4WNMP'),
  'a GitHub token': made('ghp', '_', letters),
  'a GitLab token': made('glpat', '-', 'abcdefghij1234567890'),
  'a Slack token': made('xoxb', '-123456789012-1234567890123-', letters.slice(0, 24)),
  'an npm token': made('npm', '_', letters),
  'an Anthropic key': made('sk-ant', '-api03-', 'a'.repeat(93), 'AA'),
  'an OpenAI key': made('sk', '-proj-', letters),
  'a Stripe key': made('sk', '_live_', letters),
  'a Google key': made('AIza', 'SyA', letters.slice(0, 32)),
  'a JSON Web Token': made('eyJhbGciOiJIUzI1NiJ9', '.', 'eyJzdWIiOiIxMjM0In0', '.', 'dozjgNryP4J3jVmNHl0w5N'),
  'a private key': made('-----BEGIN RSA PRIVATE', ' KEY-----\n', letters, '\n-----END RSA PRIVATE', ' KEY-----'),
  'a card number': '4111 1111 1111 1111',
  'a card number in one piece': '5500005555555559',
};

describe('masked is', () => {
  test.each(Object.entries(secrets))('%s', async (_name, secret) => {
    expect(await maskSecrets(`Here: ${secret} , thanks`)).toBe(`Here: ${MASK} , thanks`);
  });

  test.each([
    ['postgres://ada:', 'hunter2', '@db.example.com/shop'],
    ['https://ada:', 'hunter2', '@example.com/'],
    ['redis://:', 'hunter2', '@cache:6379'],
    ['password = "', 'hunter2!', '"'],
    ['"api_key": "', '0a1b2c3d4e5f', '"'],
    ['Authorization: Bearer ', 'abcdefghij0123456789', ''],
    [made('-----BEGIN PRIVATE', ' KEY-----\n'), 'MIIEvQIBADANBgkqhkiG', ''],
  ])('the secret in %s%s%s', async (before, secret, after) => {
    const masked = await maskSecrets(`See ${before}${secret}${after}`);
    expect(masked).not.toContain(secret);
    expect(masked).toMatch(/^See .*\[masked\]/s);
  });

  test('one that tells scanners to look away', async () => {
    const secret = secrets['a Slack token']!;
    for (const comment of ['<!-- secretlint-disable -->', '// secretlint-disable-line', '# secretlint-disable']) {
      expect(await maskSecrets(`${comment} ${secret}`)).toBe(`${comment} ${MASK}`);
      expect(await maskSecrets(`${secret} ${comment}`)).toBe(`${MASK} ${comment}`);
    }
  });
});

describe('left alone is', () => {
  test.each([
    'The answer was wrong: we open at 9, not at 10.',
    'Order 4111 1111 1111 1112 has not arrived.',
    'Call +49 30 1234567 or write to ada@example.com, or see https://example.com:8080/help?id=12345.',
    'The password: it was reset, and the token expired.',
    'Tracking number 00340434161094042557 says nothing.',
    'skipped-the-question-about-refunds, task_force_of_the_week_number_nine',
    '',
  ])('%j', async (text) => {
    expect(await maskSecrets(text)).toBe(text);
  });
});

const words = fc.array(fc.constantFrom('the', 'answer', 'is', 'wrong', '42', 'é', '👍', '[masked]', '—'), {
  maxLength: 30,
});

test('whatever stands around a secret stays, wherever it stands and however many there are', async () => {
  await fc.assert(
    fc.asyncProperty(words, fc.constantFrom(...Object.values(secrets)), words, async (before, secret, after) => {
      const around = (middle: string) => `${before.join(' ')} | ${middle} | ${middle} | ${after.join(' ')}`;
      expect(await maskSecrets(around(secret))).toBe(around(MASK));
    }),
  );
});

test('what is masked is masked once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 300 }), async (text) => {
      const masked = await maskSecrets(`${text} password="hunter22" ${secrets['a GitHub token']}`);
      expect(await maskSecrets(masked)).toBe(masked);
    }),
  );
});

test('a text made to be slow to look at takes no longer than others', async () => {
  for (const piece of ['a', '1 ', '://', 'eyJ.', 'password=', '-----BEGIN ', 'a:', 'Bearer ']) {
    const began = performance.now();
    await maskSecrets(piece.repeat(2_000 / piece.length));
    expect([piece, performance.now() - began < 250]).toEqual([piece, true]);
  }
});
