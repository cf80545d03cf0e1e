import { setTimeout as sleep } from 'node:timers/promises';
import type { SlackPlatform } from '../../src/bot/playground/slack/platform.ts';
import { buttonsOf, seen } from './seen.ts';
import { cards } from './steps.ts';

/** What the bot has said to be done: it must be found afterwards, whatever happened since. */
export type Promised = { did: 'submit' | 'approve' | 'rollback'; slug: string; change: number };

/**
 * A team of two with a prompt of their own, who submit, approve and roll back as fast as they are answered, until they
 * are told to stop. A request that goes nowhere is simply made anew, as people do.
 */
export async function worker(slack: SlackPlatform, at: number, going: () => boolean): Promise<Promised[]> {
  const [author, owner, slug] = [slack.as(`UAUTHOR${at}`), slack.as(`UOWNER${at}`), `crash-${at}`];
  const promised: Promised[] = [];
  const note = (did: Promised['did'], said: string, pattern: RegExp) => {
    const change = pattern.exec(said)?.[1];
    if (change) promised.push({ did, slug, change: Number(change) });
  };

  const submit = async (text: string) => {
    const typed = await author.slash('/prompt', `submit ${slug}`, { channel: 'CREVIEW' });
    if (typed.error) await sleep(200);
    const form = slack.views(author.id).at(-1);
    if (typed.status !== 200 || !form?.submit) return;
    const fresh = form.blocks.some((block) => block.label?.text === 'Purpose');
    const sent = await author.submitView(form, {
      [fresh ? 'Text' : 'New text']: text,
      Why: 'Because',
      ...(fresh && { Purpose: 'Crashes', Owner: owner.id, Deputy: 'UDEE' }),
    });
    if (sent.sent && sent.status === 200) note('submit', seen(sent.view), /^Change #(\d+) is open/);
    await author.closeView(undefined, { all: true }).catch(() => {});
  };

  const approve = async () => {
    const open = slack
      .messages('CREVIEW')
      .filter((one) => one.text.includes(`${slug} v`) && buttonsOf(one).includes('Approve and release'));
    for (const card of open) {
      const change = Number(/Change #(\d+)/.exec(seen(card))?.[1]);
      // Half of them in one click, whose answer may be lost with the process; half in a form, whose answer cannot.
      if (change % 2) {
        if (cards(slack, change)[0] === card) await owner.click(card, 'Approve and release', { stale: true });
        continue;
      }
      await owner.slash('/prompt', `approve ${change}`, { channel: 'CREVIEW' });
      const form = slack.views(owner.id).at(-1);
      if (form?.submit) {
        const sent = await owner.submitView(form);
        if (sent.sent && sent.status === 200) note('approve', seen(sent.view), /^You approved #(\d+) of .* is live/);
      }
      await owner.closeView(undefined, { all: true }).catch(() => {});
    }
  };

  const rollback = async () => {
    const typed = await owner.slash('/prompt', `rollback ${slug} reason=wrong`, { channel: 'CREVIEW' });
    if (typed.status === 200) note('rollback', seen(typed.message), /^Done: [\s\S]*#(\d+)/);
    await owner.closeView(undefined, { all: true }).catch(() => {});
  };

  for (let round = 0; going(); round++) {
    await submit(`Text ${round} of ${slug}`);
    await approve();
    if (round % 3 === 2) await rollback();
    await sleep(20);
  }
  return promised;
}
