import { useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { type Choice, Picker } from '../picker.tsx';
import { useDesk } from './desk.tsx';
import { type Drawn, draw, type Pressed } from './draw.ts';
import type { CardJson, Member } from './shared.ts';

const choiceOf = (one: Member): Choice => ({ value: one.id, label: one.name, hint: one.role, face: one });

/** A card, drawn anew whenever it says something else. `press` resolves when the bot has answered. */
export function Card({ json, press }: { json: CardJson; press: (pressed: Pressed) => Promise<void> }) {
  const { me, members } = useDesk();
  const host = useRef<HTMLDivElement>(null);
  const [pickers, setPickers] = useState<Drawn['pickers']>([]);
  const latest = useRef(press);
  latest.current = press;
  const text = JSON.stringify(json);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what a card says is all that it depends on
  useLayoutEffect(() => {
    const drawn = draw(json, me.id, (pressed) => {
      const { button } = pressed;
      if (button?.getAttribute('aria-busy') === 'true') return;
      button?.setAttribute('aria-busy', 'true');
      void latest.current(pressed).finally(() => button?.removeAttribute('aria-busy'));
    });
    host.current?.replaceChildren(drawn.element);
    setPickers(drawn.pickers);
  }, [text, me.id]);

  const everybody = [...members.values()].filter(({ bot }) => !bot).map(choiceOf);
  return (
    <div className="card">
      <div ref={host} />
      {pickers.map(({ input, people }) =>
        createPortal(<Field input={input} choices={people ? everybody : input.choices} />, input.slot, input.id),
      )}
    </div>
  );
}

type Input = Drawn['pickers'][number]['input'];

function Field({ input, choices }: { input: Input; choices: readonly Choice[] }) {
  const [chosen, choose] = useState(input.chosen);
  return (
    <Picker
      label={input.label ?? ''}
      choices={[...choices, ...input.choices.filter(({ value }) => !choices.some((one) => one.value === value))]}
      chosen={chosen}
      several={input.several}
      placeholder={input.placeholder}
      choose={(next) => {
        input.choose(next);
        choose(next);
      }}
    />
  );
}
