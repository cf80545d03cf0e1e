import { z } from 'zod';
import { slackLimits } from '../../../limits/slack.ts';
import { words } from './text.ts';

const limits = slackLimits.dataVisualization;
const label = words(limits.label);

const plotted = z
  .strictObject({
    type: z.enum(['bar', 'area', 'line']),
    series: z
      .array(z.strictObject({ name: label, data: z.array(z.strictObject({ label, value: z.number() })).min(1) }))
      .min(1)
      .max(limits.series),
    axis_config: z.strictObject({
      categories: z.array(label).min(1).max(limits.categories),
      x_label: words(limits.axisLabel).optional(),
      y_label: words(limits.axisLabel).optional(),
    }),
  })
  .superRefine((chart, context) => {
    const names = chart.series.map((series) => series.name);
    if (new Set(names).size !== names.length) {
      context.addIssue({ code: 'custom', message: 'series names must be unique', path: ['series'] });
    }
    for (const [index, series] of chart.series.entries()) {
      const labels = series.data.map((point) => point.label).sort();
      if (labels.join('\0') !== [...chart.axis_config.categories].sort().join('\0')) {
        const message = 'must have exactly one data point per category';
        context.addIssue({ code: 'custom', message, path: ['series', index, 'data'] });
      }
    }
  });

/** A `data_visualization` block: a chart drawn by Slack itself. */
export const dataVisualization = z.strictObject({
  type: z.literal('data_visualization'),
  block_id: words(slackLimits.blockId).optional(),
  title: words(limits.title),
  chart: z.discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('pie'),
      segments: z
        .array(z.strictObject({ label, value: z.number().positive() }))
        .min(1)
        .max(limits.segments),
    }),
    plotted,
  ]),
});
