import { revealInvisible } from '../../../rules/invisible.ts';
import { head, shortened } from '../../render/fit.ts';
import { styled } from './inline.ts';
import { LONGEST, quoted, type RichElement } from './rich.ts';

/** Somebody's text as it is, behind a bar; of a text that is too long the beginning, and the rest counted. */
export function renderQuote(text: string, bytes: number): RichElement[] {
  const elements: RichElement[] = [];
  const most = text.slice(0, bytes);
  for (let rest = shortened(revealInvisible(most), bytes, text.length - most.length); rest !== ''; ) {
    const piece = screenful(rest);
    elements.push(quoted([styled(piece)]));
    rest = rest.slice(piece.length).replace(/^\n/, '');
  }
  return elements;
}

// As much as one block holds, up to the end of a line where there is one.
function screenful(text: string): string {
  const most = head(text, LONGEST);
  if (most.length === text.length) return text;
  const end = most.lastIndexOf('\n');
  return end > most.length / 2 ? most.slice(0, end) : most;
}
