import type { Change } from '../../teams/changes.ts';
import type { TeamsPlatform } from '../../teams/platform.ts';
import type { Call, SentActivity, TeamsMessage } from '../../teams/records.ts';
import type { Activity } from '../../teams/wire.ts';
import { createExchanges, type Loose, type Subject, word } from '../exchanges.ts';
import type { Inside } from '../protocol.ts';

const withoutThread = (conversation: string): string => conversation.split(';')[0] ?? conversation;
const subject = (conversation: string, message: string): Subject => `${withoutThread(conversation)}/${message}`;

function subjectsOfActivity({ type, id, replyToId, conversation }: Activity): Subject[] {
  if (conversation === undefined) return [];
  return [type === 'message' ? id : undefined, replyToId].flatMap((one) =>
    one ? [subject(conversation.id, one)] : [],
  );
}

function subjectsOfCall({ path, response }: Call): Subject[] {
  const answer = (response ?? {}) as Loose;
  const [, inPath, message] = /\/v3\/conversations\/([^/]+)(?:\/activities\/([^/?]+))?/.exec(path) ?? [];
  const conversation = inPath ?? word(answer.id);
  const written = word(answer.activityId) ?? (inPath === undefined ? undefined : word(answer.id)) ?? message;
  return conversation && written ? [subject(conversation, written)] : [];
}

/** In a line: what the person did. */
function deedOf({ type, text, value, action }: Activity): string {
  const given = (value ?? {}) as Loose;
  if (type === 'message' && text) return text.replace(/<at>(.*?)<\/at>/g, '@$1');
  const reaction = word(given.data?.actionValue?.reaction) ?? word(given.actionValue?.reaction);
  if (reaction) return reaction === 'like' ? '👍' : '👎';
  return word(given.action?.title) ?? word(given.data?.run) ?? word(given.run) ?? word(action) ?? '';
}

/** Whether somebody asked for a diff and got it: by its button or by the command. */
export function showsDiff({ activity, answer }: SentActivity): boolean {
  if (answer.error !== undefined) return false;
  const { data } = (activity.value ?? {}) as Loose;
  const typed = activity.type === 'message' ? deedOf(activity).replace(/^@\w+/, '') : word(data?.run);
  return /^[\s/]*diff\b/i.test(typed ?? '');
}

/** What went between Teams and the bot, and which message or dialog each was about. */
export function createTraffic() {
  const exchanges = createExchanges();

  function keepSent({ activity, answer, at }: SentActivity): void {
    exchanges.keep({
      client: 'teams',
      way: 'sent',
      name: activity.type === 'invoke' ? (activity.name ?? 'invoke') : activity.type,
      about: deedOf(activity),
      at,
      ms: answer.ms,
      status: answer.failure ?? String(answer.status),
      failed: answer.error !== undefined,
      given: activity,
      answer: answer.body,
      subjects: new Set(subjectsOfActivity(activity)),
      user: activity.from?.aadObjectId,
      place: activity.conversation && withoutThread(activity.conversation.id),
    });
  }

  function keepCall(call: Call): void {
    const body = (call.body ?? {}) as Loose;
    const ok = call.status !== undefined && call.status < 400;
    const said = word(body.summary) ?? word(body.text) ?? word(body.activity?.summary);
    exchanges.keep({
      client: 'teams',
      way: 'called',
      name: call.operation,
      about: said ?? '',
      at: call.at,
      ms: call.ms,
      status: call.status === undefined ? 'no answer' : String(call.status),
      failed: !ok,
      given: call.body,
      answer: call.response,
      subjects: new Set(subjectsOfCall(call)),
      user: undefined,
      place: undefined,
    });
  }

  /** Takes note of what the platform tells. True when an exchange was kept. */
  function note(change: Change): boolean {
    if (change.kind === 'sent') keepSent(change.sent);
    else if (change.kind === 'call') keepCall(change.call);
    else {
      // What opens or fills a dialog does not name it.
      if ('dialog' in change) {
        const { user, id } = change.dialog;
        exchanges.tag((one) => one.user === user && /^(task|message)\//.test(one.name), id);
      }
      return false;
    }
    return true;
  }

  return {
    note,
    all: exchanges.all,
    askedAt: exchanges.askedAt,
    ofMessage: ({ conversation, id, activity }: TeamsMessage): Inside => ({
      exchanges: exchanges.about(subject(conversation, id)),
      source: activity,
    }),
    ofDialog: (platform: TeamsPlatform, user: string, id: string): Inside => {
      const dialog = platform.dialog(user);
      return { exchanges: exchanges.about(id), source: dialog?.id === id ? dialog : null };
    },
  };
}
