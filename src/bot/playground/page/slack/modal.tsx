import { useEffect, useId, useRef, useState } from 'react';
import { Avatar } from '../avatar.tsx';
import { Dialog } from '../dialog.tsx';
import { Icon } from '../icons.tsx';
import { LookInsideForm } from '../look-inside.tsx';
import { Blocks } from './blocks.tsx';
import { useDesk } from './desk.tsx';
import { initialOf, touchedIn } from './entered.ts';
import type { FormState, Press } from './form-state.ts';
import type { Entered, View } from './shared.ts';
import { textOf } from './texts.ts';

type Errors = Readonly<Record<string, string>>;

/** What the visitor entered so far; what the platform remembers of an earlier visit shows until then. */
function useForm(view: View) {
  const [entered, setEntered] = useState<Record<string, Entered>>({});
  const [errors, setErrors] = useState<Errors>({});
  const state: FormState = {
    valueOf(block, element) {
      const { block_id = '' } = block;
      if (block_id in entered) return entered[block_id];
      return touchedIn(view.touched, block_id, element.action_id ?? '') ?? initialOf(element);
    },
    enter(block, value) {
      const { block_id = '' } = block;
      setEntered((before) => ({ ...before, [block_id]: value }));
      setErrors(({ [block_id]: _gone, ...rest }) => rest);
    },
    errorOf: ({ block_id = '' }) => errors[block_id],
  };
  // A form may have changed under what was entered.
  const there = new Set(view.blocks.map(({ block_id }) => block_id));
  const form = Object.fromEntries(Object.entries(entered).filter(([block]) => there.has(block)));
  return { state, form, errors, setErrors };
}

/** A form, or a text to read, on top of everything. Forms stay filled in when they are refused. */
export function Modal({ view, depth }: { view: View; depth: number }) {
  const { perform, members } = useDesk();
  const { state, form, errors, setErrors } = useForm(view);
  const [sending, setSending] = useState(false);
  const body = useRef<HTMLFormElement>(null);
  const title = useId();
  const app = [...members.values()].find(({ bot }) => bot);

  // A view that is replaced begins at its top, with what it asks for.
  // biome-ignore lint/correctness/useExhaustiveDependencies: when another version of the view is shown, and only then
  useEffect(() => {
    body.current?.querySelector<HTMLElement>('[data-focus]')?.focus();
  }, [view.hash]);

  useEffect(() => {
    const first = Object.keys(errors)[0];
    if (first === undefined) return;
    const field = body.current?.querySelector(`[data-block="${CSS.escape(first)}"]`);
    field?.querySelector<HTMLElement>('input, textarea, select')?.focus();
  }, [errors]);

  const keep = () => {
    if (Object.keys(form).length > 0) void perform({ act: 'fill', view: view.id, form }, { quietly: true });
  };
  const close = () => void perform({ act: 'close', view: view.id });

  const press: Press = async (block, element, value) => {
    await perform({
      act: 'press-in-view',
      view: view.id,
      form,
      block_id: block.block_id ?? '',
      action_id: element.action_id ?? '',
      ...(value !== undefined && { value }),
    });
  };

  async function submit(): Promise<void> {
    if (sending) return;
    setSending(true);
    setErrors({});
    const outcome = await perform({ act: 'submit', view: view.id, form });
    setSending(false);
    if (!outcome.ok && 'errors' in outcome) setErrors(outcome.errors);
  }

  return (
    <Dialog labelledBy={title} className="modal" close={close}>
      <form
        ref={body}
        noValidate
        onBlur={keep}
        onSubmit={(event) => {
          event.preventDefault();
          if (view.submit) void submit();
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && view.submit) void submit();
        }}
      >
        <header className="modal-head">
          <Avatar of={app} />
          <h2 id={title}>{textOf(view.title)}</h2>
          <LookInsideForm client="slack" form={view.id} />
          <button type="button" className="icon-button" aria-label="Close" title="Close" onClick={close}>
            <Icon name={depth > 1 ? 'back' : 'close'} />
          </button>
        </header>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long text must be scrollable with the keyboard */}
        <section className="modal-blocks" data-body tabIndex={0} aria-labelledby={title}>
          <Blocks blocks={view.blocks} press={press} form={state} />
        </section>
        <footer className="dialog-actions">
          <button type="button" className="button" onClick={close}>
            {textOf(view.close) || 'Cancel'}
          </button>
          {view.submit && (
            <button type="submit" className="button button-primary" aria-busy={sending} aria-disabled={sending}>
              {textOf(view.submit)}
            </button>
          )}
        </footer>
      </form>
    </Dialog>
  );
}
