import type { Change } from '../../slack/changes.ts';
import type { SlackPlatform } from '../../slack/platform.ts';
import type { Call, SentRequest, SlackMessage } from '../../slack/records.ts';
import { createExchanges, type Kept, type Loose, type Subject, word } from '../exchanges.ts';
import type { Inside } from '../protocol.ts';

const subjectOf = (message: { channel: string; ts: string }): Subject => `${message.channel}/${message.ts}`;

function subjectsOfRequest(payload: Loose): Subject[] {
  const channel = word(payload.channel?.id) ?? word(payload.container?.channel_id);
  const ts = word(payload.container?.message_ts) ?? word(payload.message?.ts) ?? word(payload.event?.ts);
  const place = channel ?? word(payload.event?.channel);
  const view = word(payload.view?.id);
  return [...(place && ts ? [`${place}/${ts}`] : []), ...(view ? [view] : [])];
}

function subjectsOfCall({ args, response }: Call): Subject[] {
  const answer = (response ?? {}) as Loose;
  const channel = word(answer.channel) ?? word(args.channel);
  const ts = word(answer.ts) ?? word(answer.message_ts) ?? word(args.ts);
  const view = word(answer.view?.id);
  return [...(channel && ts ? [`${channel}/${ts}`] : []), ...(view ? [view] : [])];
}

/** In a line: what the person did. */
function deedOf({ kind, payload = {} }: SentRequest): string {
  const sent = payload as Loose & { actions?: readonly Loose[] };
  if (kind === 'slash_command') return `${word(sent.command)} ${word(sent.text) ?? ''}`.trim();
  if (kind === 'block_actions') {
    const action = sent.actions?.[0];
    return word(action?.text?.text) ?? word(action?.action_id) ?? '';
  }
  if (kind === 'view_submission' || kind === 'view_closed') return word(sent.view?.title?.text) ?? '';
  return word(sent.callback_id) ?? word(sent.event?.text) ?? '';
}

/** What went between Slack and the bot, and which message or view each was about. */
export function createTraffic() {
  const exchanges = createExchanges();
  const { keep, about } = exchanges;
  let shown: Subject | undefined;

  function keepRequest(request: SentRequest): void {
    const payload = (request.payload ?? {}) as Loose;
    const { answer } = request;
    keep({
      client: 'slack',
      way: 'sent',
      name: request.kind,
      about: deedOf(request),
      at: request.at,
      ms: answer.ms,
      status: answer.error ?? String(answer.status),
      failed: answer.error !== undefined,
      given: request.payload,
      answer: answer.body,
      subjects: new Set(subjectsOfRequest(payload)),
      user: word(payload.user_id) ?? word(payload.user?.id) ?? word(payload.event?.user),
      place: word(payload.channel_id),
    });
  }

  function keepCall(call: Call): void {
    const ok = call.status !== undefined && call.status < 400 && call.response?.ok !== false;
    const [own, late] = [subjectsOfCall(call), call.method === 'response_url' && shown ? [shown] : []];
    keep({
      client: 'slack',
      way: 'called',
      name: call.method,
      about: word(call.args.text) ?? word(((call.args.view ?? {}) as Loose).title?.text) ?? '',
      at: call.at,
      ms: call.ms,
      status: ok ? 'ok' : (word(call.response?.error) ?? String(call.status ?? 'no answer')),
      failed: !ok,
      given: call.args,
      answer: call.response,
      subjects: new Set([...own, ...late]),
      user: undefined,
      place: undefined,
    });
    shown = undefined;
  }

  /** Takes note of what a platform tells. True when an exchange was kept. */
  function note(change: Change): boolean {
    if (change.kind === 'request') keepRequest(change.request);
    else if (change.kind === 'call') keepCall(change.call);
    else {
      // An answer through a response address does not say which message it became.
      if ('message' in change) shown = subjectOf(change.message);
      return false;
    }
    return true;
  }

  /** The commands whose acknowledgement said a message. */
  function saying(message: SlackMessage): Kept[] {
    if (message.ephemeralTo === undefined) return [];
    const at = Number(message.ts) * 1_000;
    return exchanges.filter(
      ({ name, user, place, at: sent, ms }) =>
        name === 'slash_command' &&
        user === message.ephemeralTo &&
        place === message.channel &&
        Math.abs(sent + ms - at) < 150,
    );
  }

  return {
    note,
    all: exchanges.all,
    askedAt: exchanges.askedAt,
    ofMessage: (message: SlackMessage): Inside => ({
      exchanges: about(subjectOf(message), saying(message)),
      source: { text: message.text, blocks: message.blocks },
    }),
    ofView: (platform: SlackPlatform, user: string, id: string): Inside => {
      const view = [...platform.views(user), platform.home(user)].find((one) => one?.id === id);
      return { exchanges: about(id), source: view ?? null };
    },
  };
}
