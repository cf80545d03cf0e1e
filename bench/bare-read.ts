import fastify from 'fastify';

/** A bare route of the same fastify that sends what it is given, and says how much processor time it has used. */
const body = process.argv[2] ?? '';
const app = fastify();
app.get('/v1/prompts/:slug', (_request, reply) => {
  reply.header('content-type', 'application/json; charset=utf-8').send(body);
});
app.get('/metrics', () => {
  const { user, system } = process.cpuUsage();
  return `process_cpu_seconds_total ${(user + system) / 1e6}\n`;
});
const address = await app.listen({ port: 0, host: '127.0.0.1' });
process.stdout.write(`${new URL(address).port}\n`);
