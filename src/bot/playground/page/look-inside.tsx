import { usePage } from './context.ts';
import { Icon } from './icons.tsx';
import type { ClientKey } from './shared.ts';

/** The button of a form that shows how it came about. */
export function LookInsideForm({ client, form }: { client: ClientKey; form: string }) {
  const { lookInside } = usePage();
  return (
    <button
      type="button"
      className="icon-button"
      aria-label="Look inside this form"
      title="Look inside"
      onClick={() => lookInside({ client, form })}
    >
      <Icon name="inside" />
    </button>
  );
}
