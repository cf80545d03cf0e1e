import { Blocks } from './blocks.tsx';
import { useDesk } from './desk.tsx';
import type { Press } from './form-state.ts';
import type { View } from './shared.ts';

/** The Home tab the bot publishes for the present person. */
export function Home({ home }: { home: View | null }) {
  const { perform } = useDesk();
  if (!home) {
    return (
      <div className="home home-empty">
        <p>Countersign has published nothing here yet.</p>
      </div>
    );
  }
  const press: Press = async (block, element, value) => {
    await perform({
      act: 'press-in-view',
      view: home.id,
      form: {},
      block_id: block.block_id ?? '',
      action_id: element.action_id ?? '',
      ...(value !== undefined && { value }),
    });
  };
  return (
    <section className="home" aria-label="Home tab">
      <Blocks blocks={home.blocks} press={press} />
    </section>
  );
}
