// A bare Bolt app that answers every command with a constant, for comparison.
import bolt from '@slack/bolt';

const receiver = new bolt.HTTPReceiver({ signingSecret: process.argv[2]!, logLevel: bolt.LogLevel.ERROR });
const app = new bolt.App({
  receiver,
  logLevel: bolt.LogLevel.ERROR,
  authorize: async () => ({ botToken: 'xoxb-bare', botId: 'B1', botUserId: 'UBOT' }),
});
app.command('/prompt', async ({ ack }) => ack({ response_type: 'ephemeral', text: 'Hello.' }));
const server = await receiver.start(0);
process.stdout.write(`${(server.address() as { port: number }).port}\n`);
