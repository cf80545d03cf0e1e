import type { Pause, UseCase } from '../../store/use-cases.ts';
import { obstacle } from '../acts/production.ts';
import { buttons, line, type Part } from '../kit/card.ts';
import { strong, time, words } from '../kit/words.ts';

/** What is to be known before something is released to a label: that it cannot be yet, or that nobody reads it meanwhile. */
export function releaseParts(useCase: UseCase, label: string, now: Date): Part[] {
  const found = label === 'production' && useCase.state !== 'closed' ? obstacle(useCase, now) : null;
  return [
    ...(found ? [line(words`${strong('Not to be released yet.')} ${found.message}`), ...buttons(found.button)] : []),
    ...pausedParts(useCase),
  ];
}

/** That readers are stopped, whatever is released. */
export function pausedParts({ slug, state, pausedUntil }: Pause): Part[] {
  if (state !== 'paused') return [];
  const until = pausedUntil ? words`, which is meant for ${time(pausedUntil)}` : [];
  return [
    line(
      words`${strong('Paused:')} the use case ${slug} is stopped. Its readers get the failure response, also after a release, until it is resumed${until}.`,
    ),
  ];
}
