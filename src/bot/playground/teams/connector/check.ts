import { teamsLimits } from '../../../limits/teams.ts';
import { checkCard } from '../cards/check.ts';
import { mentionComplaints } from '../cards/mentions.ts';
import { actionsOf, inputsOf } from '../cards/walk.ts';
import { ConnectorError } from '../connector-error.ts';
import { cardOf } from '../content.ts';
import type { Finding } from '../records.ts';
import { type Activity, type CardJson, cardType } from '../wire.ts';
import type { World } from '../world.ts';

/** What Teams takes of a card in a message, and the house does not. */
function cardFindings(card: CardJson): Pick<Finding, 'kind' | 'detail'>[] {
  const bytes = Buffer.byteLength(JSON.stringify(card));
  const lonely = actionsOf(card).filter(({ type, fallback }) => type === 'Action.Execute' && fallback === undefined);
  return [
    ...(bytes > teamsLimits.message.cardBytes ? [{ kind: 'large_card' as const, detail: `${bytes} bytes` }] : []),
    ...lonely.map(({ title }) => ({ kind: 'no_fallback' as const, detail: String(title) })),
    ...inputsOf(card)
      .filter(({ type }) => type === 'Input.Text')
      .map(({ id }) => ({ kind: 'text_input_in_message' as const, detail: String(id) })),
  ];
}

function cardComplaints(world: World, { attachments = [] }: Activity): string[] {
  return attachments.flatMap(({ contentType, content }) =>
    contentType === cardType ? checkCard(world, 'message', content) : [`an attachment of ${contentType}`],
  );
}

/** Refuses what Teams refuses of a message, or would show wrongly; finds what it takes and the house does not. */
export function checkActivity(world: World, operation: string, activity: Activity): void {
  if (activity.type === 'typing') return;
  if (activity.type !== 'message') throw new ConnectorError('BadArgument', `Unknown activity type ${activity.type}`);
  const size = JSON.stringify(activity).length * 2;
  if (size > teamsLimits.message.bytesUtf16) throw new ConnectorError('MessageSizeTooBig');
  const { text = '', attachments = [], summary = '' } = activity;
  if (text === '' && attachments.length === 0) throw new ConnectorError('BadArgument', 'The message is empty.');
  const complaints = [...cardComplaints(world, activity), ...mentionComplaints(world, [text], activity.entities)];
  if (complaints.length > 0) throw new ConnectorError('BadArgument', complaints.join('; '));

  const find = (kind: Finding['kind'], detail: string) => world.find({ kind, operation, detail });
  const card = cardOf(activity);
  if (card && text === '' && summary === '') find('no_summary', 'a notification would say nothing');
  if (size > teamsLimits.message.recommendedBytesUtf16) find('large_message', `${size} bytes`);
  for (const { kind, detail } of card ? cardFindings(card) : []) find(kind, detail);
}
