import { Mark } from './icons.tsx';
import type { Face } from './shared.ts';

/** A person's initials on their colour; the bot's sign. Says nothing to screen readers: the name stands beside it. */
export function Avatar({
  of,
  size = 'm',
}: {
  of: Pick<Face, 'bot' | 'hue' | 'initials'> | undefined;
  size?: 's' | 'm' | 'l';
}) {
  const kind = of?.bot ? 'avatar-bot' : `hue-${of?.hue ?? 0}`;
  return (
    <span className={`avatar avatar-${size} ${kind}`} aria-hidden="true">
      {of?.bot ? <Mark /> : of?.initials}
    </span>
  );
}
