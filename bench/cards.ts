import postgres from 'postgres';
import type { SlackPlatform } from '../src/bot/playground/slack/platform.ts';
import type { SlackMessage } from '../src/bot/playground/slack/records.ts';
import { renderMessage } from '../src/bot/slack/render/message.ts';
import { changeCard, loadChangeView } from '../src/commands/cards/change.ts';
import { openStore } from '../src/store/open.ts';
import { renamed } from './same-sql.ts';
import type { Waiting } from './seed.ts';

/**
 * Posts the card of every change to the review place and notes the posts as the product would: one card is rendered,
 * the others differ in their numbers alone.
 * @returns the messages, in the order of the changes
 */
export async function postCards(
  url: string,
  slack: SlackPlatform,
  changes: readonly Waiting[],
): Promise<SlackMessage[]> {
  const [first] = changes;
  const store = openStore(url);
  const view = await loadChangeView(store.db, first!.change, new Date());
  await store.close();
  const rendered = JSON.stringify(renderMessage(changeCard(view!), 'T1'));
  const refs: { key: string; ts: string; change: number }[] = [];
  for (const one of changes) {
    const body = {
      channel: 'CREVIEW',
      ...JSON.parse(renamed(rendered, first!, one)),
      unfurl_links: false,
      unfurl_media: false,
    };
    const headers = { authorization: `Bearer ${slack.botToken}`, 'content-type': 'application/json' };
    const answer = await fetch(`${slack.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    const said = (await answer.json()) as { ok: boolean; ts: string };
    if (!said.ok) throw new Error(`The card was not posted: ${JSON.stringify(said)}`);
    refs.push({ key: `change:${one.change}|slack:T1/CREVIEW|card`, ts: said.ts, change: one.change });
  }
  const sql = postgres(url, { max: 1 });
  await sql`
    insert into post (key, subject, place_id, slot, state, ref, digest, at)
    select one->>'key', 'change:' || (one->>'change'), 'slack:T1/CREVIEW', 'card', 'sent',
      json_build_object('channel', 'CREVIEW', 'ts', one->>'ts'), '', now()
    from json_array_elements(${JSON.stringify(refs)}::text::json) as given(one)`;
  await sql.end();
  const byTs = new Map(slack.messages('CREVIEW').map((message) => [message.ts, message]));
  return refs.map(({ ts }) => byTs.get(ts)!);
}
