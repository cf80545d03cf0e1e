import { useId } from 'react';
import { EnterElement } from './enter-element.tsx';
import type { FormState, Press } from './form-state.ts';
import type { Block, Element } from './shared.ts';
import { textOf } from './texts.ts';

// Groups have no single control that a label could point to.
const isGroup = ({ type }: Element): boolean => type === 'checkboxes' || type === 'radio_buttons';

/** One field of a form: label, widget, hint, and what is wrong with it. */
export function InputBlock({ block, form, press }: { block: Block; form: FormState; press: Press }) {
  const id = useId();
  const { element } = block;
  if (!element) return null;
  const error = form.errorOf(block);
  const hint = textOf(block.hint as Block['label']);
  const label = textOf(block.label);
  const describedBy = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ');
  return (
    <div className={error ? 'field field-wrong' : 'field'} data-block={block.block_id}>
      {isGroup(element) ? (
        <span className="field-label">
          {label} {block.optional && <i>(optional)</i>}
        </span>
      ) : (
        <label className="field-label" htmlFor={id}>
          {label} {block.optional && <i>(optional)</i>}
        </label>
      )}
      <EnterElement
        element={element}
        value={form.valueOf(block, element)}
        {...(isGroup(element) ? { label } : { id })}
        describedBy={describedBy || undefined}
        invalid={error !== undefined}
        required={!block.optional}
        enter={(value) => {
          form.enter(block, value);
          if (block.dispatch_action && typeof value !== 'string') void press(block, element, value);
        }}
      />
      {error && (
        <span className="field-error" id={`${id}-error`}>
          {error}
        </span>
      )}
      {hint && (
        <span className="field-hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
    </div>
  );
}
