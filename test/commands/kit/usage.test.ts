import { expect, test } from 'vitest';
import { commandsByName } from '../../../src/commands/index.ts';
import { readLine } from '../../../src/commands/kit/usage.ts';

const read = (line: string) => {
  const { command, args } = readLine(line, commandsByName);
  return [command, args] as const;
};

test('nothing typed is a question for help', () => {
  expect(read('')).toEqual(['help', {}]);
  expect(read(' \u00a0 ')).toEqual(['help', {}]);
});

test('arguments come in the order in which the command lists them', () => {
  expect(read('diff support-reply v6 v8')).toEqual(['diff', { prompt: 'support-reply', from: 'v6', to: 'v8' }]);
});

test.each([
  'diff support-reply v6 v8',
  '  diff   support-reply  v6 \t v8  ',
  'DIFF support-reply v6 v8',
  '/diff support-reply v6 v8',
  'diff: support-reply v6 v8',
  'diff\u00a0support-reply\u00a0v6\u00a0v8',
  'diff “support-reply” "v6" v8',
  'diff support-reply from=v6 to=v8',
  'diff support-reply to=v8 from=v6',
  'diff support-reply FROM=v6 to="v8"',
  'diff support-reply to=“v8” from=“v6”',
  'diff support-reply --from v6 --to v8',
  'diff support-reply --from=v6 --to=v8',
  'diff support-reply —from v6 –to v8',
  'diff support-reply --to v8 v6',
  'diff support-reply v6 v8 please',
])('is read all the same: %s', (line) => {
  expect(read(line)).toEqual(['diff', { prompt: 'support-reply', from: 'v6', to: 'v8' }]);
});

test.each([
  'request-changes 12 Name the hours',
  'Request Changes 12 Name the hours',
  'request_changes 12 Name the hours',
  'REQUEST-CHANGES #12 Name the hours',
])('a verb of two words is one verb: %s', (line) => {
  const [command, args] = read(line);
  expect(command).toBe('request-changes');
  expect(args.reason).toBe('Name the hours');
  expect(String(args.change)).toMatch(/^#?12$/);
});

test('the last argument takes the rest of the line exactly as it stands', () => {
  const words = 'It  promises “refunds” – that’s wrong,\nand label=staging is not meant.';
  expect(read(`comment 12 ${words}`)).toEqual(['comment', { change: '12', note: words }]);
  expect(read(`rollback support-reply v3 ${words}`)[1]).toMatchObject({ version: 'v3', reason: words });
});

test.each([
  ['rollback support-reply v3 wrong label=staging', { reason: 'wrong', label: 'staging' }],
  ['rollback support-reply v3 wrong --label staging', { reason: 'wrong', label: 'staging' }],
  ['rollback support-reply v3 wrong,cost note=“so  bad”', { reason: 'wrong,cost', note: 'so  bad' }],
  [
    'rollback support-reply v3 it is wrong label=staging note="x y"',
    { reason: 'it is wrong', label: 'staging', note: 'x y' },
  ],
  ['rollback support-reply v3 wrong label=staging, they say', { reason: 'wrong label=staging, they say' }],
  ['rollback support-reply v3 wrong reason=cost', { reason: 'wrong reason=cost' }],
])('what is named at the end of the line is not somebody’s words: %s', (line, args) => {
  expect(read(line)).toEqual(['rollback', { prompt: 'support-reply', version: 'v3', ...args }]);
});

test('a last argument in quotes loses only its quotes', () => {
  expect(read('comment 12 "two  words"')[1]).toEqual({ change: '12', note: 'two  words' });
});

test('an optional argument in the middle may be left out', () => {
  expect(read('rollback support-reply wrong')[1]).toEqual({ prompt: 'support-reply', reason: 'wrong' });
  expect(read('rollback support-reply 3 wrong')[1]).toMatchObject({ version: '3', reason: 'wrong' });
  expect(read('reviewers support-reply @slack:T1/U1')[1]).toEqual({
    prompt: 'support-reply',
    people: '@slack:T1/U1',
  });
});

test('an argument given by name is not asked for a second time', () => {
  expect(read('rollback support-reply label=staging reason=other note="promises refunds"')).toEqual([
    'rollback',
    { prompt: 'support-reply', label: 'staging', reason: 'other', note: 'promises refunds' },
  ]);
});

test('a name of two words is one', () => {
  expect(read('usecase edit support stop_authority=@sam error_reach="one customer" --review_days 30')).toEqual([
    'usecase-edit',
    { usecase: 'support', stop_authority: '@sam', error_reach: 'one customer', review_days: '30' },
  ]);
});

test('words without a place of their own belong to the argument named last', () => {
  expect(read('submit support-reply why=because of the new hours')[1]).toEqual({
    prompt: 'support-reply',
    why: 'because of the new hours',
  });
  expect(read('policy support-reply 2 required=@grace @olu expiry=3d')[1]).toEqual({
    prompt: 'support-reply',
    approvals: '2',
    required: '@grace @olu',
    expiry: '3d',
  });
});

test('what follows a last argument that is one word is left out, not glued to it', () => {
  expect(read('approve 12 looks good to me')).toEqual(['approve', { change: '12' }]);
  expect(read('show support-reply please')).toEqual(['show', { prompt: 'support-reply' }]);
  expect(read('whoami please')).toEqual(['whoami', {}]);
});

test('a word with an equals sign that names no argument is an ordinary word', () => {
  expect(read('comment 12 a=b holds')[1]).toEqual({ change: '12', note: 'a=b holds' });
  expect(read('comment 12 constructor=1 holds')[1]).toEqual({ change: '12', note: 'constructor=1 holds' });
  expect(read('comment 12 --constructor holds')[1]).toEqual({ change: '12', note: '--constructor holds' });
});

test('an unclosed quote stands for nothing', () => {
  expect(read('submit support-reply why="because of hours')[1]).toEqual({
    prompt: 'support-reply',
    why: 'because of hours',
  });
});

test('an unknown verb is handed on as it is, to be refused where commands are looked up', () => {
  expect(read('xyzzy 12')).toEqual(['xyzzy', {}]);
  expect(read('aprove 12')).toEqual(['aprove', { change: '12' }]);
  expect(read('__proto__ 12')).toEqual(['-proto-', {}]);
});

test('every example in the help is read into arguments that the command takes or asks to complete', () => {
  for (const command of commandsByName.values()) {
    for (const example of command.examples) {
      const typed = readLine(example, commandsByName);
      expect(typed.command, example).toBe(command.name);
      const { error } = command.args.safeParse(typed.args);
      const wrong = error?.issues.filter((issue) => typed.args[String(issue.path[0])] !== undefined);
      expect(wrong ?? [], example).toEqual([]);
    }
  }
});
