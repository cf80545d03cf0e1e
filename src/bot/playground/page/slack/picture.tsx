import type { Block } from './shared.ts';
import { textOf } from './texts.ts';

/** A picture of a message. The library's own can be folded away by a button that has no name. */
export function Picture({ block }: { block: Block }) {
  const { image_url, alt_text, title } = block as Block & { image_url?: string; alt_text?: string; title?: string };
  return (
    <figure className="picture">
      {title && <figcaption>{textOf(title)}</figcaption>}
      <img src={image_url} alt={alt_text} />
    </figure>
  );
}
