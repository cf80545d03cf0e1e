import type { View } from '@slack/types';
import type { Form } from '../../../commands/kit/form.ts';
import { slackLimits } from '../../limits/slack.ts';
import { clipped } from '../../render/fit.ts';
import { carry } from './carried.ts';
import { compose } from './compose.ts';
import { renderField } from './field.ts';
import { plainText } from './plain-text.ts';
import { modalSurface } from './room.ts';

/**
 * A form as a modal of `workspace`; `place` is where it was asked for and comes back with it. Its `callback_id` is
 * `run:<command>`.
 * @throws Error when the settled arguments are more than a view carries, or it has more fields than Slack has blocks
 */
export function renderForm(form: Form, place: string | null, workspace: string): View {
  const { view } = slackLimits;
  const fields = form.fields.map((field) => ({ name: field.name, ...renderField(field, workspace) }));
  const inputs = fields.flatMap((field) => field.blocks);
  // A title that does not fit is said in full above the fields, and one that stands alone is all there is to say.
  const title = form.title.length > view.title || inputs.length + form.parts.length === 0 ? [form.title] : [];
  const surface = { ...modalSurface, blocks: modalSurface.blocks - inputs.length };
  if (surface.blocks < (title.length > 0 ? 2 : 1))
    throw new Error(`The form of ${form.command} has too many fields for a view in Slack.`);
  const kept = fields.filter((field) => field.kept && field.kept.length > 0).map((field) => [field.name, field.kept!]);
  return {
    type: 'modal',
    callback_id: clipped(`run:${form.command}`, view.callbackId),
    private_metadata: carry({
      c: form.command,
      a: form.args,
      p: place,
      ...(kept.length > 0 && { k: Object.fromEntries(kept) }),
    }),
    title: plainText(form.title, view.title),
    submit: plainText(form.submit, view.submit),
    close: plainText('Cancel', view.close),
    blocks: [...compose({ title, parts: form.parts }, surface, workspace), ...inputs],
  };
}
