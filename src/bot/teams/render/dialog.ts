import type { Card } from '../../../commands/kit/card.ts';
import { teamsLimits } from '../../limits/teams.ts';
import { type Atom, atomsOf } from '../../render/atoms.ts';
import { plainOf } from '../../render/plain.ts';
import type { Pressed } from '../pressed.ts';
import { plainTitle } from './buttons.ts';
import { compose } from './compose.ts';
import type { AdaptiveCardJson, Element, Submit } from './elements.ts';
import { literal } from './inline.ts';
import type { Look } from './message.ts';
import { reachIn } from './reach.ts';
import { dialogSurface } from './room.ts';

/** A card as it is shown in a dialog, under a title of plain text. */
export type Dialog = { title: string; card: AdaptiveCardJson };

/** What a dialog shows of its title in one line. */
export const HEADER = 60;

/** An answer in a dialog, below 60 kB for any content. A title that the dialog's own cannot say stands on the card, too. */
export function renderDialog(card: Card, of: Pick<Look, 'tenant' | 'nameOf'>): Dialog {
  const reach = reachIn(of.tenant, of.nameOf);
  const atoms = atomsOf(card.title, reach);
  const title = plainOf(atoms) || 'Countersign';
  const said = title.length <= HEADER && !atoms.some(isComputed);
  const body = compose(said && card.parts.length > 0 ? { ...card, title: [] } : card, dialogSurface, {
    reach,
    mentions: new Map(),
    stand: { in: 'dialog' },
  });
  return { title: plainTitle(title, teamsLimits.dialog.title), card: cardOf(body) };
}

const isComputed = (atom: Atom) => atom.kind === 'time' || atom.kind === 'link';

/** The question that a button asks before it counts. Closing the dialog is the way to say no. */
export function renderQuestion({ confirm, ...pressed }: Pressed): Dialog {
  const { title = 'Sure?', text = '', yes = 'Yes', style } = confirm ?? {};
  const body: Element[] = [{ type: 'RichTextBlock', inlines: literal(text || 'Please confirm.') }];
  const submit: Submit = {
    type: 'Action.Submit',
    title: plainTitle(yes, 30),
    ...(style && { style: style === 'danger' ? 'destructive' : 'positive' }),
    data: pressed,
  };
  return { title: plainTitle(title, teamsLimits.dialog.title), card: { ...cardOf(body), actions: [submit] } };
}

/** A card without anybody to notify. */
export const cardOf = (body: Element[]): AdaptiveCardJson => ({ type: 'AdaptiveCard', version: '1.5', body });
