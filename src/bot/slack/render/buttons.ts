import type { ActionsBlock, Button as SlackButton } from '@slack/types';
import type { Button } from '../../../commands/kit/card.ts';
import { slackLimits } from '../../limits/slack.ts';
import { shown } from '../../render/atoms.ts';
import { evenRows, type Lengths } from '../../render/buttons-within.ts';
import { clipped } from '../../render/fit.ts';
import { plainText } from './plain-text.ts';

/** What a pressed button carries: the arguments of its command, and whether the form is wanted. */
type Pressed = { a: Record<string, unknown>; ask?: true };

const limits = slackLimits.button;

/** All that Slack allows. */
export const fullLengths: Lengths = {
  label: limits.text,
  title: slackLimits.confirm.title,
  text: slackLimits.confirm.text,
  yes: slackLimits.confirm.confirm,
};

/**
 * A button; null when its arguments are more than one may carry. `about` is read out by screen readers after the label,
 * for buttons whose label alone does not say what they act on.
 */
export function renderButton(button: Button, lengths: Lengths, about = ''): SlackButton | null {
  const pressed: Pressed = { a: button.args, ...(button.ask && { ask: true }) };
  const value = JSON.stringify(pressed);
  if (value.length > limits.value) return null;
  const label = shown(button.label);
  const spoken = about === '' ? label : `${label}: ${about}`;
  return {
    type: 'button',
    text: plainText(label, lengths.label),
    action_id: clipped(`run:${button.command}`, ACTION),
    value,
    ...(button.style && { style: button.style }),
    ...((about !== '' || label.length > lengths.label) && {
      accessibility_label: clipped(spoken, limits.accessibilityLabel) || '–',
    }),
    ...(button.confirm && { confirm: question(button.confirm, lengths, button.style) }),
  };
}

// Room is left for what makes an id unique.
const ACTION = slackLimits.actionId - 8;

function question(asked: NonNullable<Button['confirm']>, lengths: Lengths, style: Button['style']) {
  return {
    title: plainText(asked.title, lengths.title),
    text: plainText(asked.text, lengths.text),
    confirm: plainText(asked.yes, lengths.yes),
    deny: plainText('Cancel', lengths.yes),
    ...(style && { style }),
  };
}

/** Buttons in rows of about equal length, `perRow` at most. An `action_id` is unique within its row. */
export function actionRows(buttons: readonly SlackButton[], perRow: number): ActionsBlock[] {
  return evenRows(buttons, perRow).map((row) => {
    const seen = new Map<string, number>();
    const elements = row.map((button) => {
      const id = button.action_id!;
      const times = (seen.get(id) ?? 0) + 1;
      seen.set(id, times);
      return times === 1 ? button : { ...button, action_id: `${id}:${times}` };
    });
    return { type: 'actions', elements };
  });
}
