import { startListener } from '../slack/listener.ts';

type Activity = {
  type: string;
  name?: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever came.
  [more: string]: any;
};

/** How a bot of few words answers: by the name of the invoke, else by the type of the activity; 200 for the rest. */
export type Answers = Record<string, (activity: Activity) => unknown>;

/** A bot that is nothing but its answers, as HTTP has them. What it heard is kept. */
export async function startBot(answers: Answers = {}) {
  const listener = await startListener(({ body }) => {
    const activity = JSON.parse(body) as Activity;
    const answer = answers[activity.name ?? activity.type]?.(activity);
    if (answer === undefined) return 200;
    return typeof answer === 'number' || answer === 'hang' ? answer : { status: 200, json: answer };
  });
  return {
    url: listener.url,
    answers,
    /** The activities it was sent, oldest first. */
    heard: (): Activity[] => listener.heard.map(({ body }) => JSON.parse(body)),
    headers: () => listener.heard.map(({ headers }) => headers),
    stop: listener.stop,
  };
}

export type Bot = Awaited<ReturnType<typeof startBot>>;

export const card = (more: Record<string, unknown> = {}) => ({
  type: 'AdaptiveCard',
  version: '1.5',
  body: [{ type: 'TextBlock', text: 'A change', wrap: true }],
  ...more,
});

export const execute = (title: string, data: Record<string, unknown> = {}) => ({
  type: 'Action.Execute',
  title,
  verb: 'run',
  data,
  fallback: { type: 'Action.Submit', title, data },
});

export const opener = (title: string, data: Record<string, unknown> = {}) => ({
  type: 'Action.Submit',
  title,
  data: { msteams: { type: 'task/fetch' }, ...data },
});

export const message = (content: unknown, more: Record<string, unknown> = {}) => ({
  type: 'message',
  summary: 'A change',
  attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }],
  ...more,
});

export const continuing = (content: unknown, title = 'A form') => ({
  task: {
    type: 'continue',
    value: { title, card: { contentType: 'application/vnd.microsoft.card.adaptive', content } },
  },
});
