import type { ContextActionsBlock } from '@slack/types';
import type { Button } from '../../../commands/kit/card.ts';
import type { Thumbs } from '../../render/thumbs.ts';
import { fullLengths, renderButton } from './buttons.ts';

/** Slack's own thumbs; null when one carries more than Slack takes. What is pressed arrives as of any button. */
export function renderThumbs({ up, down }: Thumbs): ContextActionsBlock | null {
  const half = (button: Button) => {
    const rendered = renderButton(button, fullLengths);
    return rendered?.value ? { text: rendered.text, value: rendered.value } : null;
  };
  const [positive, negative] = [half(up), half(down)];
  const id = renderButton(up, fullLengths)?.action_id;
  // Both are sent under one name.
  if (!positive || !negative || up.command !== down.command || id === undefined) return null;
  return {
    type: 'context_actions',
    elements: [{ type: 'feedback_buttons', action_id: id, positive_button: positive, negative_button: negative }],
  };
}
