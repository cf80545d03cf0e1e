import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';

/** Collects the descriptions of all routes that are added after it; nothing of it runs when a route is called. */
export async function describeRoutes(app: FastifyInstance, of: { publicUrl: string | null }): Promise<void> {
  const config = { zodToJsonConfig: { override } };
  const transform = createJsonSchemaTransform(config);
  const withSchemas = createJsonSchemaTransformObject(config);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Countersign',
        version: '1',
        description:
          'Read prompts, follow their moves, and run every command that a chat knows. Whatever fails is answered as { "error": { "code", "message", … } }.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: of.publicUrl ?? '/' }],
      tags: [
        { name: 'prompts', description: 'What applications read' },
        { name: 'commands', description: 'What people do in a chat' },
        { name: 'facts', description: 'What applications report' },
        { name: 'operations', description: 'For those who run it' },
      ],
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer', description: 'A service token, cs_…, made with "token create"' },
        },
      },
    },
    transform: (given) => {
      const { csv, ...docs } = given.route.config?.docs ?? { hide: true };
      return withTable(transform({ ...given, schema: docs as never }), csv);
    },
    transformObject: (document) => used(withSchemas(document) as Described) as never,
  });
  // It never changes while the process lives, and is not made before somebody asks.
  let text: string | undefined;
  app.get('/openapi.json', async (_request, reply) => {
    text ??= JSON.stringify(app.swagger());
    return reply.type('application/json; charset=utf-8').send(text);
  });
}

// A body that may also come as a table.
function withTable<T extends { schema: object }>(described: T, csv: string | undefined): T {
  const { body } = described.schema as { body?: object };
  if (csv === undefined) return described;
  const content = {
    'application/json': { schema: body },
    'text/csv': { schema: { type: 'string', examples: [csv] } },
  };
  return { ...described, schema: { ...described.schema, body: { content } } };
}

type Described = { components: { schemas: Record<string, unknown> } };

// Every named schema comes in two forms, as it is sent and as it is read; those that nothing refers to are left out.
function used(document: Described): Described {
  const text = JSON.stringify(document);
  const schemas = Object.entries(document.components.schemas).filter(([name]) =>
    text.includes(`"#/components/schemas/${name}"`),
  );
  return { ...document, components: { ...document.components, schemas: Object.fromEntries(schemas) } };
}

/** What a form calls a field is its title here; how a form asks for it is nobody's business. */
function override({
  zodSchema,
  jsonSchema,
}: {
  zodSchema: z.core.$ZodTypes;
  jsonSchema: z.core.JSONSchema.BaseSchema;
}): void {
  const { label, hint } = jsonSchema as { label?: string; hint?: string };
  for (const own of ['label', 'hint', 'input']) delete jsonSchema[own];
  if (label !== undefined) jsonSchema.title ??= label;
  if (hint !== undefined) jsonSchema.description ??= hint;
  // Ours are examples of what is sent, which zod takes for examples of what comes of it and leaves out.
  const examples = z.globalRegistry.get(zodSchema)?.examples as unknown[] | undefined;
  if (examples !== undefined) jsonSchema.examples = examples;
  // The calendar as a regular expression tells nobody anything.
  if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
}
