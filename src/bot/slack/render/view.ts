import type { View } from '@slack/types';
import type { Card } from '../../../commands/kit/card.ts';
import { slackLimits } from '../../limits/slack.ts';
import { compose } from './compose.ts';
import { plainText } from './plain-text.ts';
import { modalSurface } from './room.ts';

/** An answer as a modal of `workspace`, with nothing to submit. The card's own title stands above its parts. */
export function renderCardView(card: Card, workspace: string, title = 'Countersign'): View {
  return {
    type: 'modal',
    title: plainText(title, slackLimits.view.title),
    close: plainText('Close', slackLimits.view.close),
    blocks: compose(card, modalSurface, workspace),
  };
}

/** A person's own page, shown in the app's Home tab. */
export const renderHome = (card: Card, workspace: string): View => ({
  type: 'home',
  blocks: compose(card, modalSurface, workspace),
});

/** What is shown at once while the form is still being read. */
export const loadingView = (title: string): View => messageView(title, 'Loading …');

/** A sentence as a modal. */
export function messageView(title: string, text: string): View {
  return renderCardView({ title: [], parts: [{ kind: 'line', words: [text] }] }, '', title);
}
