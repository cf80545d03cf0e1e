import axe from 'axe-core';
import type { Visit } from './visit.ts';

type Violation = { id: string; impact: string; nodes: { html: string; failureSummary: string }[] };

/** What axe finds that keeps somebody out. */
export async function seriousIn({ page }: Visit): Promise<string[]> {
  await page.evaluate(axe.source);
  const found: Violation[] = await page.evaluate('axe.run(document).then((found) => found.violations)');
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
    );
}
