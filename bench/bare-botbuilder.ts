// A bare botbuilder adapter that answers every invoke with a constant, for comparison.
import { createServer } from 'node:http';
import type { InvokeResponse, TurnContext } from 'botbuilder';
import { createAdapter } from '../src/bot/teams/adapter.ts';
import { TeamsCredentials } from '../src/bot/teams/credentials.ts';

const [appId = '', appPassword = '', tenantId = '', loginUrl = '', metadata = ''] = process.argv.slice(2);
const adapter = createAdapter(new TeamsCredentials({ appId, appPassword, tenantId, loginUrl }), metadata);
const value: InvokeResponse = {
  status: 200,
  body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Hello.' },
};

const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const activity = JSON.parse(Buffer.concat(chunks).toString()) as object;
  const answer = await adapter.take(request.headers.authorization ?? '', activity, async (context: TurnContext) => {
    await context.sendActivity({ type: 'invokeResponse', value });
  });
  response.writeHead(answer?.status ?? 200, { 'content-type': 'application/json' }).end(JSON.stringify(answer?.body));
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as { port: number }).port}\n`);
});
