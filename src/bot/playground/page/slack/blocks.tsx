import { memo } from 'react';
import { Message as Rendered } from 'slack-blocks-to-jsx';
import { usePage } from '../context.ts';
import { fullTime } from '../time.ts';
import { Controls } from './controls.tsx';
import { useDesk } from './desk.tsx';
import { forLibrary, formatted } from './for-library.ts';
import type { FormState, Press } from './form-state.ts';
import { InputBlock } from './input-block.tsx';
import { Picture } from './picture.tsx';
import type { Block } from './shared.ts';

function Person({ id }: { id: string }) {
  const { me, members } = useDesk();
  const name = members.get(id)?.name ?? id;
  return <span className={id === me.id ? 'mention mention-me' : 'mention'}>@{name}</span>;
}

function Place({ id }: { id: string }) {
  const { openPlace } = usePage();
  const { channels } = useDesk();
  const channel = channels.get(id);
  if (!channel) return <span className="mention">#{id}</span>;
  return (
    <button type="button" className="mention mention-link" onClick={() => openPlace(id)}>
      #{channel.name}
    </button>
  );
}

function Moment({ timestamp, format }: { timestamp: string; format: string }) {
  const date = new Date(Number(timestamp) * 1_000);
  return (
    <time dateTime={date.toISOString()} title={fullTime(date)}>
      {formatted(date, format)}
    </time>
  );
}

// The library keeps the hooks of its first rendering, so they hold nothing that may change.
const hooks = {
  user: ({ id }: { id: string }) => <Person id={id} />,
  channel: ({ id }: { id: string }) => <Place id={id} />,
  date: ({ timestamp, format }: { timestamp: string; format: string }) => (
    <Moment timestamp={timestamp} format={format} />
  ),
};

type Rendering = Parameters<typeof Rendered>[0];

/** Blocks that only show something, drawn by the library. */
const Shown = memo(function Shown({ blocks, dark }: { blocks: readonly Block[]; dark: boolean }) {
  return (
    <Rendered
      withoutWrapper
      name=""
      logo=""
      theme={dark ? 'dark' : 'light'}
      hooks={hooks as unknown as NonNullable<Rendering['hooks']>}
      blocks={forLibrary(blocks) as unknown as Rendering['blocks']}
    />
  );
});

/** A run of blocks the library draws, a table of its own that may be wide, a picture, or a block whose elements can be pressed or filled in. */
type Stretch = { key: string } & ({ shown: Block[] } | { acting: Block } | { picture: Block } | { table: Block });

const acts = ({ type, accessory }: Block): boolean =>
  type === 'actions' || type === 'context_actions' || type === 'input' || (type === 'section' && Boolean(accessory));

function stretchesOf(blocks: readonly Block[]): Stretch[] {
  const stretches: Stretch[] = [];
  for (const [at, block] of blocks.entries()) {
    const key = block.block_id ?? String(at);
    const last = stretches.at(-1);
    if (acts(block)) stretches.push({ key, acting: block });
    else if (block.type === 'image') stretches.push({ key, picture: block });
    else if (block.type === 'table') stretches.push({ key, table: block });
    else if (last && 'shown' in last) last.shown.push(block);
    else stretches.push({ key, shown: [block] });
  }
  return stretches;
}

type Acting = { press: Press; form?: FormState };

function ActingBlock({ block, press, form, dark }: Acting & { block: Block; dark: boolean }) {
  if (block.type === 'input') return form ? <InputBlock block={block} form={form} press={press} /> : null;
  if (block.type !== 'section')
    return <Controls block={block} elements={block.elements ?? []} press={press} form={form} />;
  const { accessory, ...section } = block;
  const picture = accessory?.type === 'image';
  return (
    <div className="section-with-accessory">
      <Shown blocks={[picture ? block : section]} dark={dark} />
      {accessory && !picture && <Controls block={block} elements={[accessory]} press={press} form={form} />}
    </div>
  );
}

/** A message's, a form's or a Home tab's blocks. What can be pressed goes to `press`, what is entered to `form`. */
export function Blocks({ blocks, press, form }: Acting & { blocks: readonly Block[] }) {
  const { dark } = usePage();
  return (
    <div className="blocks">
      {stretchesOf(blocks).map((stretch) =>
        'shown' in stretch ? (
          <Shown key={stretch.key} blocks={stretch.shown} dark={dark} />
        ) : 'table' in stretch ? (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table must be scrollable with the keyboard
          <section key={stretch.key} className="wide" tabIndex={0} aria-label="Table">
            <Shown blocks={[stretch.table]} dark={dark} />
          </section>
        ) : 'picture' in stretch ? (
          <Picture key={stretch.key} block={stretch.picture} />
        ) : (
          <ActingBlock key={stretch.key} block={stretch.acting} press={press} form={form} dark={dark} />
        ),
      )}
    </div>
  );
}
