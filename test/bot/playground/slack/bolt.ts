import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import type { SlackPlatform } from '../../../../src/bot/playground/slack/platform.ts';

/** A real Bolt app on a random port, connected to the stand-in over signed HTTP. `use` registers its listeners. */
export async function startBolt(platform: SlackPlatform, use: (app: App) => void) {
  const receiver = new HTTPReceiver({
    signingSecret: platform.signingSecret,
    endpoints: '/slack/events',
    logLevel: LogLevel.ERROR,
    unhandledRequestTimeoutMillis: 3_001,
  });
  const app = new App({
    receiver,
    token: platform.botToken,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: platform.apiUrl, retryConfig: { retries: 0 }, timeout: 2_000 },
  });
  use(app);
  const server = await app.start({ port: 0, host: '127.0.0.1' });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Bolt has no port');
  platform.connect(`http://127.0.0.1:${address.port}/slack/events`);
  return {
    app,
    async stop() {
      const stopped = app.stop();
      server.closeAllConnections();
      await stopped;
    },
  };
}

export type Bolt = Awaited<ReturnType<typeof startBolt>>;

export const plain = (text: string) => ({ type: 'plain_text' as const, text });

/** A form with one required text and one menu. */
export const form = (title = 'Change') => ({
  type: 'modal' as const,
  callback_id: 'change',
  title: plain(title),
  submit: plain('Send'),
  close: plain('Cancel'),
  private_metadata: 'meta',
  notify_on_close: true,
  blocks: [
    {
      type: 'input' as const,
      block_id: 'why',
      label: plain('Why'),
      element: { type: 'plain_text_input' as const, action_id: 'text', max_length: 20 },
    },
    {
      type: 'input' as const,
      block_id: 'label',
      label: plain('Label'),
      element: {
        type: 'static_select' as const,
        action_id: 'choice',
        options: [
          { text: plain('Production'), value: 'production' },
          { text: plain('Staging'), value: 'staging' },
        ],
        initial_option: { text: plain('Production'), value: 'production' },
      },
    },
  ],
});
