import type { ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commandsByName } from '../../../src/commands/index.ts';
import { type FactKind, factRows } from '../../../src/rules/fact-row.ts';
import { readTable } from '../../../src/rules/fact-table.ts';
import { type HttpWorld, httpWorld } from './http-world.ts';

type Media = { schema: object; example?: unknown; examples?: Record<string, { value: unknown }> };
type Operation = {
  operationId: string;
  summary: string;
  tags: string[];
  security?: Record<string, string[]>[];
  parameters?: { name: string; in: string; required: boolean; schema: object }[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, { description: string; content?: Record<string, Media> }>;
};
type Document = {
  openapi: string;
  info: { title: string; version: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object>; securitySchemes: Record<string, unknown> };
};

let world: HttpWorld;
let one: Awaited<ReturnType<HttpWorld['process']>>;
let document: Document;

beforeAll(async () => {
  world = await httpWorld({ publicUrl: 'https://countersign.example' });
  one = await world.process();
  document = (await one.get('/openapi.json')).json as unknown as Document;
});
afterAll(() => world.stop());

const visible = [...commandsByName.values()].filter((command) => !command.hidden);
const operations = () =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
  );
const examplesOf = ({ example, examples }: Media): unknown[] => [
  ...(example === undefined ? [] : [example]),
  ...Object.values(examples ?? {}).map((one) => one.value),
];

const compiled = new Map<string, ValidateFunction>();

/** Compiles a schema of the document, with its references; each different one once. */
function validator(schema: object): ValidateFunction {
  const text = JSON.stringify(schema);
  const known = compiled.get(text);
  if (known) return known;
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  const validate = ajv.compile({ ...schema, components: document.components });
  compiled.set(text, validate);
  return validate;
}

test('the description is OpenAPI 3.1 and describes every route and every visible command once', async () => {
  expect(document).toMatchObject({
    openapi: '3.1.0',
    info: { title: 'Countersign', version: expect.any(String) },
    servers: [{ url: 'https://countersign.example' }],
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  });
  expect(Object.keys(document.paths).sort()).toEqual(
    [
      '/v1/prompts/{slug}',
      '/v1/stream',
      '/v1/outputs',
      '/v1/votes',
      '/v1/usage',
      '/v1/decisions',
      '/v1/reversals',
      '/healthz',
      '/readyz',
      '/metrics',
      ...visible.map((command) => `/v1/commands/${command.name}`),
    ].sort(),
  );
  const ids = operations().map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { path, method } of operations()) {
    expect([path, method]).toEqual([
      path,
      /^\/v1\/(commands\/|(outputs|votes|usage|decisions|reversals)$)/.test(path) ? 'post' : 'get',
    ]);
  }
});

test('every reference resolves, every path parameter is declared, every scheme and answer is described', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((found) => found[1]!);
  expect(references.length).toBeGreaterThan(50);
  for (const reference of new Set(references)) {
    const at = reference
      .replace(/^#\//, '')
      .split('/')
      .reduce<unknown>((value, key) => (value as Record<string, unknown>)?.[key], document);
    expect([reference, typeof at]).toEqual([reference, 'object']);
  }
  for (const { path, operation } of operations()) {
    const declared = (operation.parameters ?? []).filter((one) => one.in === 'path').map((one) => one.name);
    expect(declared).toEqual([...path.matchAll(/\{(\w+)\}/g)].map((found) => found[1]));
    expect(operation.summary).toBeTruthy();
    expect(Object.keys(operation.responses).length).toBeGreaterThan(0);
    for (const response of Object.values(operation.responses)) expect(response.description).toBeTruthy();
    for (const scheme of (operation.security ?? []).flatMap(Object.keys)) {
      expect(document.components.securitySchemes).toHaveProperty(scheme);
    }
    expect([path, operation.security !== undefined]).toEqual([path, path.startsWith('/v1/')]);
  }
});

test('every schema is valid JSON Schema, free of what only forms need', () => {
  const media = operations().flatMap(({ operation }) => [
    ...Object.values(operation.requestBody?.content ?? {}),
    ...Object.values(operation.responses).flatMap((response) => Object.values(response.content ?? {})),
  ]);
  for (const { schema } of media) expect(() => validator(schema)).not.toThrow();
  for (const { operation } of operations()) {
    for (const { schema } of operation.parameters ?? []) expect(() => validator(schema)).not.toThrow();
  }
  expect(JSON.stringify(document)).not.toMatch(/"hint":|"input":\{"kind"/);
});

test('every command is described by its own schema, with examples that the schema and the command accept', () => {
  for (const command of visible) {
    const operation = document.paths[`/v1/commands/${command.name}`]?.post;
    expect(operation).toMatchObject({ operationId: command.name, summary: command.summary, security: [{ token: [] }] });
    const media = operation!.requestBody!.content['application/json']!;
    const examples = examplesOf(media);
    expect([command.name, examples.length > 0]).toEqual([command.name, true]);
    const validate = validator(media.schema);
    for (const example of examples) {
      expect([command.name, example, validate(example), validate.errors]).toEqual([command.name, example, true, null]);
      expect(command.args.safeParse(example)).toMatchObject({ success: true });
    }
    const properties = Object.keys((media.schema as { properties: object }).properties);
    expect(properties.sort()).toEqual(Object.keys(command.args.shape).sort());
    for (const status of ['401', '403', '404', '409', '422', '503', '504']) {
      expect(operation!.responses[status]?.content?.['application/json']?.schema).toEqual({
        $ref: '#/components/schemas/Error',
      });
    }
    // A body that the command refuses for an unknown argument is refused by the description too.
    expect(validate({ 'no-such-argument': 1 })).toBe(false);
  }
});

test.each(['outputs', 'votes', 'usage', 'decisions', 'reversals'])(
  '%s are described with an example that is taken',
  async (kind) => {
    const media = document.paths[`/v1/${kind}`]!.post!.requestBody!.content['application/json']!;
    const validate = validator(media.schema);
    const [example] = examplesOf(media) as Record<string, Record<string, unknown>[]>[];
    expect([validate(example), validate.errors]).toEqual([true, null]);
    const [row] = example![kind]!;
    for (const wrong of [
      {},
      { [kind]: [] },
      { [kind]: [{ ...row, colour: 'red' }] },
      { [kind]: [{ ...row, [Object.keys(row!)[0]!]: 1 }] },
    ]) {
      expect([wrong, validate(wrong)]).toEqual([wrong, false]);
    }
  },
);

test.each(['usage', 'decisions', 'reversals'])('%s are described with a table that is taken', async (kind) => {
  const { content } = document.paths[`/v1/${kind}`]!.post!.requestBody!;
  expect(Object.keys(content)).toEqual(['application/json', 'text/csv']);
  const [table] = examplesOf(content['text/csv']!) as string[];
  const rows = readTable(kind as FactKind, table!);
  expect(rows.map(({ row }) => factRows[kind as FactKind].safeParse(row).success)).toEqual([true]);
});

test('what is answered is as it is described', async () => {
  await world.prompt('support-reply', 'Hello {{name}}');
  await world.approve('grace', 1);
  const { secret } = await world.token(['read', 'commands', 'facts']);
  const report = (body: unknown, kind = 'votes') =>
    one.call(`/v1/${kind}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
    });
  const vote = { key: 'k', prompt: 'support-reply', version: 1, user: 'u', vote: 'up' };
  const use = { usecase: 'support-reply', user: 'u', day: '2026-11-02' };
  const answers: [string, number, unknown][] = [
    ['/v1/prompts/{slug}', 200, (await one.get('/v1/prompts/support-reply', secret)).json],
    ['/v1/prompts/{slug}', 200, (await one.get('/v1/prompts/support-reply?version=1', secret)).json],
    ['/v1/prompts/{slug}', 404, (await one.get('/v1/prompts/suport-reply', secret)).json],
    ['/v1/prompts/{slug}', 422, (await one.get('/v1/prompts/support-reply?version=x', secret)).json],
    ['/v1/prompts/{slug}', 401, (await one.get('/v1/prompts/support-reply')).json],
    ['/readyz', 200, (await one.get('/readyz')).json],
    ['/healthz', 200, (await one.get('/healthz')).json],
    ['/v1/votes', 200, (await report({ votes: [vote, {}] })).json],
    ['/v1/votes', 422, (await report({ votes: [{}] })).json],
    ['/v1/usage', 200, (await report({ usage: [use, {}] }, 'usage')).json],
    ['/v1/reversals', 422, (await report({ reversals: [{}] }, 'reversals')).json],
  ];
  for (const [path, status, body] of answers) {
    const { get, post } = document.paths[path]!;
    const schema = (get ?? post)!.responses[status]!.content!['application/json']!.schema;
    const validate = validator(schema);
    expect([path, status, validate(body), validate.errors]).toEqual([path, status, true, null]);
  }
});
