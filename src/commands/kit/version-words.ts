import { shortFingerprint } from '../../rules/fingerprint.ts';
import type { VersionHead } from '../../store/changes.ts';
import { code, type Words, words } from './words.ts';

/** "v7", as it is said everywhere. */
export const v = (version: { number: number }): string => `v${version.number}`;

/** "a1b2c3d": by which a version can be checked. */
const print = ({ fingerprint }: Pick<VersionHead, 'fingerprint'>) => code(shortFingerprint(fingerprint));

/** "(v7, a1b2c3d)": a version that can be checked, where nothing else has named it. */
export const exact = (version: Pick<VersionHead, 'number' | 'fingerprint'>): Words =>
  words`(${v(version)}, ${print(version)})`;

/** "v7 (a1b2c3d)", for the middle of a sentence. */
export const checkable = (version: Pick<VersionHead, 'number' | 'fingerprint'>): Words =>
  words`${v(version)} (${print(version)})`;

/** "v7 → v8", or "v8, the first release". */
export const fromTo = (from: { number: number } | null, to: { number: number }): string =>
  from?.number === to.number ? v(to) : from ? `${v(from)} → ${v(to)}` : `${v(to)}, the first release`;

/** "v7 → v8 (a1b2c3d)", or "v8 (a1b2c3d), the first release": a move whose version can be checked. */
export const checkableMove = (
  from: { number: number } | null,
  to: Pick<VersionHead, 'number' | 'fingerprint'>,
): Words => (from ? words`${fromTo(from, to)} (${print(to)})` : words`${checkable(to)}, the first release`);
