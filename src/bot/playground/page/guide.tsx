import { useState } from 'react';
import { usePage } from './context.ts';
import { Icon } from './icons.tsx';
import { PanelHead } from './panel-head.tsx';
import type { ClientKey, Guide as GuideState } from './shared.ts';
import { type Step, steps, type Way } from './steps.ts';

type Props = {
  guide: GuideState;
  go: (way: Omit<Way, 'label'>) => void;
  close: () => void;
};

/** Eight steps through the main job, each ticked off when it has really happened. */
export function Guide({ guide, go, close }: Props) {
  const done = new Set(guide.done);
  const next = steps.find(({ name }) => !done.has(name));
  return (
    <>
      <PanelHead title="The main job in eight steps" close={close} />
      <div className="guide">
        <ol className="steps">
          {steps.map((step, at) => (
            <li
              key={step.name}
              className={done.has(step.name) ? 'step step-done' : step === next ? 'step step-next' : 'step'}
              aria-current={step === next ? 'step' : undefined}
            >
              <span className="step-mark">
                {done.has(step.name) ? <Icon name="check" /> : <span aria-hidden="true">{at + 1}</span>}
              </span>
              <div>
                <h3>
                  {step.title}
                  {done.has(step.name) && <span className="sr-only"> (done)</span>}
                </h3>
                <StepBody step={step} guide={guide} open={step === next || done.has(step.name)} go={go} />
              </div>
            </li>
          ))}
        </ol>
        {!next && (
          <p className="guide-end">
            That is the main job. Go on as you like: <code>/prompt help</code> lists everything.
          </p>
        )}
      </div>
    </>
  );
}

function StepBody(props: { step: Step; guide: GuideState; open: boolean; go: Props['go'] }) {
  const { step, guide, open, go } = props;
  const { text, way } = step.lead(guide);
  if (!open) return null;
  if (guide.done.includes(step.name) && step.name !== 'told') return null;
  return (
    <>
      <p>{text}</p>
      {step.name === 'read' && <Curl line={guide.curl} />}
      {step.name === 'told' && guide.told.length > 0 && (
        <ul className="told">
          {guide.told.map(({ client, place, post, person, label }) => {
            const to = { as: person ?? 'sam', client, in: person ? 'direct' : place, post };
            return (
              <li key={`${client} ${place}`}>
                <button type="button" className="link" onClick={() => go(to)}>
                  {toldWhere(client, label, person !== undefined)}
                </button>
              </li>
            );
          })}
        </ul>
      )}
      {way && !guide.done.includes(step.name) && (
        <button type="button" className="button button-primary" onClick={() => go(way)}>
          {way.label}
        </button>
      )}
    </>
  );
}

const toldWhere = (client: ClientKey, label: string, privately: boolean): string =>
  client === 'teams'
    ? `${label}, in ${privately ? 'a chat in Teams' : 'Teams'}`
    : `${label}${privately ? ', in a direct message' : ''}`;

function Curl({ line }: { line: string | null }) {
  const [copied, setCopied] = useState(false);
  const { say } = usePage();
  if (line === null) return <p>The token for it is being made.</p>;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(line);
      setCopied(true);
      setTimeout(() => setCopied(false), 2_000);
    } catch {
      say('The browser did not let me copy. Select the line instead.');
    }
  };
  return (
    <div className="curl">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long line must be scrollable with the keyboard */}
      <pre tabIndex={0}>{line}</pre>
      <button type="button" className="button" onClick={() => void copy()}>
        <Icon name={copied ? 'check' : 'copy'} /> {copied ? 'Copied' : 'Copy'}
      </button>
    </div>
  );
}
