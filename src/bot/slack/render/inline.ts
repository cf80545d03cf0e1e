import type { RichTextElement } from '@slack/types';
import { utc } from '../../../commands/kit/words.ts';
import type { Atom } from '../../render/atoms.ts';
import { dateFormat, seconds } from './moment.ts';

type Style = { bold?: true; italic?: true; strike?: true; code?: true };

/** A styled piece of rich text, which Slack shows as it is: no mention, link, emoji or mark-up is read out of it. */
export function styled(text: string, style: Style = {}): RichTextElement {
  return Object.keys(style).length > 0 ? { type: 'text', text, style } : { type: 'text', text };
}

type Inline = { [K in Atom['kind']]: (atom: Extract<Atom, { kind: K }>, style: Style) => RichTextElement };

const inline: Inline = {
  text: ({ text, style: own }, style) => styled(text, own ? { ...style, [own]: true } : style),
  link: ({ text, url }, style) => withStyle({ type: 'link', text, url }, style),
  time: ({ at }, style) =>
    withStyle({ type: 'date', timestamp: seconds(at), format: dateFormat, fallback: utc(at) }, style),
  user: ({ id }, style) => withStyle({ type: 'user', user_id: id }, style),
  channel: ({ id }, style) => withStyle({ type: 'channel', channel_id: id }, style),
};

const withStyle = <E extends RichTextElement>(element: E, style: Style): RichTextElement =>
  Object.keys(style).length > 0 ? { ...element, style } : element;

/** Atoms as elements of rich text, all in `style` besides their own. */
export function inlineOf(atoms: readonly Atom[], style: Style = {}): RichTextElement[] {
  return atoms.map((atom) => (inline[atom.kind] as (atom: Atom, style: Style) => RichTextElement)(atom, style));
}
