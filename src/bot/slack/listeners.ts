import type bolt from '@slack/bolt';
import type { House } from '../../commands/kit/invocation.ts';
import { readLine } from '../../commands/kit/usage.ts';
import { heardBefore } from '../heard.ts';
import type { Run } from '../run.ts';
import type { Replies } from './replies.ts';
import { type Home, senderOf } from './sender.ts';
import { plainText, withoutName } from './text.ts';

type Of = {
  house: House;
  run: Run;
  replies: Replies;
  home: () => Home | null;
  alive: (place: string) => Promise<void>;
};

/** Everything Slack sends, as commands: what is typed, mentioned, pressed, filled in, and a page that is opened. */
export function listenTo(app: InstanceType<typeof bolt.App>, { house, run, replies, home, alive }: Of): void {
  const team = () => home()?.teamId ?? '';
  const repeated = heardBefore();
  const sent = (from: Parameters<typeof senderOf>[1]) => () => {
    const ours = home();
    return ours && senderOf(ours, from);
  };

  app.command(/.*/, async ({ command, ack }) => {
    const arrived = performance.now();
    const typed = readLine(plainText(command.text, team()), house.commands);
    const place = `slack:${team()}/${command.channel_id}`;
    const work = run({
      ...typed,
      who: sent({ userId: command.user_id, teamId: command.team_id, enterpriseId: command.enterprise_id }),
      place,
      id: command.trigger_id,
      arrived,
    });
    const viewId = asks(house, typed) ? await replies.waiting(work, command.trigger_id) : undefined;
    await ack(await replies.toTyped(await work, { arrived, triggerId: command.trigger_id, place, viewId }));
  });

  app.event('app_mention', async ({ event, body }) => {
    const arrived = performance.now();
    const who = sent({
      userId: event.user ?? '',
      teamId: event.user_team ?? event.source_team ?? event.team ?? body.team_id,
      enterpriseId: body.enterprise_id,
    });
    if (!event.user || event.bot_id || repeated(body.event_id)) return;
    const text = plainText(withoutName(event.text, home()?.botUserId ?? ''), team());
    const place = `slack:${team()}/${event.channel}`;
    void alive(place).catch((error: unknown) =>
      house.log.warn({ err: error, place }, 'could not note that a place works'),
    );
    const outcome = await run({ ...readLine(text, house.commands), who, place, id: body.event_id, arrived });
    replies.toMention(outcome, { channel: event.channel, user: event.user, thread: event.thread_ts });
  });

  app.event('app_home_opened', async ({ event, body }) => {
    if (event.tab !== 'home') return;
    const account = `slack:${team()}/${event.user}`;
    const who = sent({ userId: event.user, teamId: body.team_id, enterpriseId: body.enterprise_id });
    await run({ command: 'home', args: { account }, who, id: body.event_id, own: true, arrived: performance.now() });
  });

  app.action(/^run:/, async ({ action, body, ack, respond }) => {
    const arrived = performance.now();
    if (body.type !== 'block_actions' || !('action_id' in action)) return ack();
    const value = carriedValue(action);
    if (value === undefined) return ack();
    const pressed = readButton(action.action_id, value);
    const channel = body.channel?.id ?? body.container?.channel_id;
    const place = typeof channel === 'string' ? `slack:${team()}/${channel}` : undefined;
    const work = run({
      ...pressed,
      who: sent({
        userId: body.user.id,
        teamId: body.user.team_id ?? body.team?.id,
        enterpriseId: body.enterprise?.id,
      }),
      place,
      id: body.trigger_id ?? `${action.action_ts}:${body.user.id}`,
      arrived,
    });
    // A person's own page is a view as well, but a dialog opens over it.
    const dialog = body.view?.type === 'modal' ? body.view.id : undefined;
    const waits = pressed.ask && body.trigger_id && !dialog;
    const viewId = waits ? await replies.waiting(work, body.trigger_id) : dialog;
    await replies.toClick(await work, {
      ack,
      respond: body.response_url ? respond : undefined,
      arrived,
      triggerId: body.trigger_id,
      viewId,
      inView: dialog !== undefined,
      ephemeral: body.container?.is_ephemeral === true,
      place,
      reads: house.commands.get(pressed.command)?.effect === 'read',
    });
  });

  app.view(/^run:/, async ({ view, body, ack }) => {
    const arrived = performance.now();
    const form = replies.readForm(view);
    const outcome = await run({
      command: form.command,
      args: form.args,
      who: sent({
        userId: body.user.id,
        teamId: (body.user as { team_id?: string }).team_id ?? body.team?.id,
        enterpriseId: body.enterprise?.id,
      }),
      place: form.place ?? undefined,
      id: (body as { trigger_id?: string }).trigger_id ?? `${view.id}:${view.hash}`,
      arrived,
    });
    await ack(replies.toSubmission(outcome, view, form.place) as never);
  });

  app.shortcut(/^run:/, async ({ shortcut, ack }) => {
    const arrived = performance.now();
    const work = run({
      command: shortcut.callback_id.slice('run:'.length),
      args: {},
      who: sent({
        userId: shortcut.user.id,
        teamId: (shortcut.user as { team_id?: string }).team_id ?? shortcut.team?.id,
        enterpriseId: shortcut.enterprise?.id,
      }),
      id: shortcut.trigger_id,
      arrived,
    });
    const viewId = await replies.waiting(work, shortcut.trigger_id);
    await replies.toShortcut(await work, { arrived, triggerId: shortcut.trigger_id, viewId });
    await ack();
  });
}

/** Whether a form will open: something is missing, or the command always shows one first. */
function asks(house: House, typed: { command: string; args: Record<string, unknown> }): boolean {
  const command = house.commands.get(typed.command);
  return command !== undefined && command.effect !== 'none' && !command.args.safeParse(typed.args).success;
}

/** What a pressed button or thumb carries; Slack's own package does not know of thumbs. Undefined: it is neither. */
function carriedValue(action: { type: string; value?: string }): string | undefined {
  return action.type === 'button' || action.type === 'feedback_buttons' ? (action.value ?? '{}') : undefined;
}

/** A button's command and arguments; a value that is not ours becomes a command nobody knows. */
function readButton(
  actionId: string,
  value: string | undefined,
): { command: string; args: Record<string, unknown>; ask?: boolean } {
  const command = actionId.split(':')[1] ?? '';
  try {
    const read = JSON.parse(value ?? '{}') as { a?: Record<string, unknown>; ask?: boolean };
    return { command, args: read.a ?? {}, ask: read.ask === true };
  } catch {
    return { command, args: {} };
  }
}
