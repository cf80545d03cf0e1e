import { useState } from 'react';
import { Confirm, type Question } from '../confirm.tsx';
import { Menu } from '../menu.tsx';
import { EnterElement } from './enter-element.tsx';
import { initialOf } from './entered.ts';
import type { FormState, Press } from './form-state.ts';
import type { Block, Element, Entered } from './shared.ts';
import { textOf } from './texts.ts';

type Asked = { question: Question; go: () => void };

const questionOf = (confirm: NonNullable<Element['confirm']>): Question => ({
  title: textOf(confirm.title),
  text: textOf(confirm.text),
  yes: textOf(confirm.confirm) || 'Yes',
  no: textOf(confirm.deny) || 'Cancel',
  danger: (confirm as { style?: string }).style === 'danger',
});

/** The elements of one block that act at once when they are pressed or changed. */
export function Controls(props: {
  block: Block;
  elements: readonly Element[];
  press: Press;
  form?: FormState | undefined;
}) {
  const { block, elements, press, form } = props;
  const [asked, ask] = useState<Asked>();
  const [busy, setBusy] = useState<string>();

  const act = (element: Element, value?: Entered) => {
    const go = async () => {
      setBusy(element.action_id);
      await press(block, element, value);
      setBusy(undefined);
    };
    if (element.confirm) ask({ question: questionOf(element.confirm), go });
    else void go();
  };

  return (
    <div className="controls">
      {elements.map((element) => (
        <Control
          key={element.action_id}
          element={element}
          value={form?.valueOf(block, element)}
          busy={busy === element.action_id}
          act={(value) => act(element, value)}
        />
      ))}
      {asked && (
        <Confirm
          of={asked.question}
          answer={(yes) => {
            ask(undefined);
            if (yes) asked.go();
          }}
        />
      )}
    </div>
  );
}

function Control(props: {
  element: Element;
  value: Entered | undefined;
  busy: boolean;
  act: (value?: Entered) => void;
}) {
  const { element, busy, act } = props;
  const [chosen, choose] = useState<Entered>(() => initialOf(element));
  if (element.type === 'button') return <PressButton element={element} busy={busy} press={() => act()} />;
  if (element.type === 'overflow') {
    const items = (element.options ?? []).map(({ text, value }) => ({ label: text.text, choose: () => act(value) }));
    return <Menu label="More" items={items} />;
  }
  if (element.type === 'feedback_buttons') return <Feedback element={element} press={act} />;
  if (element.type === 'icon_button') return <PressButton element={element} busy={busy} press={() => act()} />;
  return (
    <EnterElement
      element={element}
      label={textOf(element.placeholder) || element.type}
      value={props.value ?? chosen}
      enter={(value) => {
        choose(value);
        act(value);
      }}
    />
  );
}

function PressButton({ element, busy, press }: { element: Element; busy: boolean; press: () => void }) {
  const label = textOf(element.text);
  const style = element.style === 'primary' || element.style === 'danger' ? `button-${element.style}` : '';
  const said = element.accessibility_label;
  return (
    <button
      type="button"
      className={`button ${style}`}
      aria-busy={busy}
      aria-disabled={busy}
      {...(typeof said === 'string' && { 'aria-label': said })}
      onClick={() => {
        if (busy) return;
        press();
        if (element.url) open(element.url, '_blank', 'noopener');
      }}
    >
      {label}
    </button>
  );
}

function Feedback({ element, press }: { element: Element; press: (value: string) => void }) {
  const [given, give] = useState<string>();
  return [element.positive_button, element.negative_button].map((side) =>
    side ? (
      <button
        key={side.value}
        type="button"
        className="button"
        aria-pressed={given === side.value}
        onClick={() => {
          give(side.value);
          press(side.value);
        }}
      >
        {textOf(side.text)}
      </button>
    ) : null,
  );
}
