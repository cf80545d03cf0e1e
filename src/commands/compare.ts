import { isWorse, LEAST_TO_COMPARE } from '../rules/statistics.ts';
import { getPrompt } from '../store/prompts.ts';
import { noteWorse, rivals } from '../store/satisfaction.ts';
import { privatePlace } from './acts/audience.ts';
import { clockCommand } from './kit/clock-command.ts';

const shareOf = ({ up, down }: { up: number; down: number }) => ({ up, of: up + down });

export const compare = clockCommand({
  name: 'compare',
  summary: 'Tell owners whose new version is liked less than the one before',
  async run(ctx) {
    const worse: number[] = [];
    for (const { promptId, current, before } of await rivals(ctx.db, LEAST_TO_COMPARE)) {
      if (!isWorse(shareOf(current), shareOf(before))) continue;
      // Several clocks may find it at the same moment; one tells.
      if (!(await noteWorse(ctx.db, current.versionId, before.versionId, ctx.now))) continue;
      const { owner, deputy, slug } = await getPrompt(ctx.db, promptId);
      const [place] = [owner, deputy].flatMap(privatePlace);
      if (place) ctx.tell({ subject: `worse:${current.versionId}`, place, slot: 'dm:worse' });
      ctx.record('worse', `prompt:${slug}`, { version: current.version, than: before.version });
      worse.push(current.versionId);
    }
    return { worse };
  },
  say: ({ worse }) => ({ title: [`${worse.length} versions found to be liked less`], parts: [] }),
});
