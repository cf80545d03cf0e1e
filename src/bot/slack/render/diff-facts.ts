import type { RichTextElement, RichTextSection } from '@slack/types';
import type { Side, ToldFact } from '../../render/diff-facts.ts';
import { styled } from './inline.ts';
import { section } from './rich.ts';

/** A changed setting: what it was is struck, what it is now is bold. */
export const renderDiffFact = ({ name, from, to }: ToldFact): RichTextSection =>
  section([
    styled(`${name}: `, { bold: true }),
    ...(from ? [sideOf(from, 'strike'), styled(' → ')] : []),
    sideOf(to, 'bold'),
  ]);

const sideOf = ({ text, said }: Side, style: 'strike' | 'bold'): RichTextElement =>
  styled(text, said ? {} : { [style]: true });
