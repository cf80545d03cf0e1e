import type { Output } from '../../store/outputs.ts';
import { type Button, type Card, line, note, type Part, quote } from '../kit/card.ts';
import { v } from '../kit/version-words.ts';
import { strong, time, words } from '../kit/words.ts';

const thumb = (output: number, vote: 'up' | 'down', label: string): Button => ({
  label,
  command: 'feedback',
  args: { output, vote },
});

/** An answer of an application, with thumbs. `alone`: it stands below the application's own message, which says it all. */
export function outputCard(output: Output, alone: boolean): Card {
  const { id, prompt, application, at } = output;
  const version = v({ number: output.version });
  const down = thumb(id, 'down', '👎 Not helpful');
  const thumbs: Part = {
    kind: 'thumbs',
    up: thumb(id, 'up', '👍 Helpful'),
    down,
    why: { ...down, label: 'Say why', ask: true },
  };
  if (alone) {
    return { title: ['Was this answer helpful?'], parts: [thumbs, note(words`${strong(prompt)} ${version}`)] };
  }
  const erased = output.input === null && output.output === null;
  return {
    title: words`${strong(application)} answered with ${strong(prompt)} ${version}`,
    parts: [
      ...(erased ? [line(['The text was erased, or never reported. Votes stay counted.'])] : []),
      ...(output.input === null ? [] : [line(['Asked']), quote(output.input)]),
      ...(output.output === null ? [] : [line(['Answered']), quote(output.output)]),
      thumbs,
      note(words`${time(at)} · your vote goes to the version that wrote it`),
    ],
  };
}
