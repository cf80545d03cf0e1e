import { useEffect, useMemo, useState } from 'react';
import { type Address, useAddress } from './address.ts';
import { Confirm } from './confirm.tsx';
import { Conversation } from './conversation.tsx';
import { type Desk, DeskProvider } from './directory.ts';
import { Guide } from './guide.tsx';
import { Icon, Mark } from './icons.tsx';
import { Inside, type InsideOf } from './inside.tsx';
import { Modal } from './modal.tsx';
import { act, reset, useServer } from './server.ts';
import type { Channel, Snapshot } from './shared.ts';
import { Sidebar } from './sidebar.tsx';
import { steps, type Way } from './steps.ts';
import { Switcher } from './switcher.tsx';
import { Thread } from './thread.tsx';
import { useDark, useToast, useWide } from './window.ts';

type Panel = { kind: 'guide' } | { kind: 'thread'; channel: string; ts: string } | { kind: 'inside'; of: InsideOf };
type Draft = { text: string; at: number };

function channelAt(snapshot: Snapshot, address: Address): Channel | undefined {
  const { channels } = snapshot;
  if (address.in === 'direct') return channels.find(({ kind }) => kind === 'direct');
  return channels.find(({ id }) => id === address.in);
}

/** The whole page. What it shows belongs to one client; another one would stand beside it, under the same switch. */
export function App() {
  const [address, go] = useAddress();
  const { snapshot, online, traffic } = useServer(address.as);
  const [toast, say] = useToast();
  const dark = useDark();
  const wide = useWide();
  const [panel, setPanel] = useState<Panel | undefined>(() =>
    matchMedia('(min-width: 1100px)').matches ? { kind: 'guide' } : undefined,
  );
  const [draft, setDraft] = useState<Draft>();
  const [target, setTarget] = useState<string>();
  const [resetAsked, askReset] = useState(false);

  const given = snapshot && channelAt(snapshot, address);
  // On a narrow screen the list is a page of its own; on a wide one some conversation is always open.
  const channel = given ?? (wide ? snapshot?.channels[0] : undefined);
  // Until the first news of somebody else arrives, the page is still whose it was.
  const me = snapshot?.members.find(({ id }) => id === snapshot.me);
  const as = me?.key ?? address.as;

  // biome-ignore lint/correctness/useExhaustiveDependencies: made anew only when who is who has changed
  const desk = useMemo<Desk | undefined>(() => {
    if (!snapshot || !me) return undefined;
    return {
      me,
      members: new Map(snapshot.members.map((one) => [one.id, one])),
      channels: new Map(snapshot.channels.map((one) => [one.id, one])),
      shortcuts: snapshot.shortcuts,
      dark,
      async perform(what, { quietly } = { quietly: false }) {
        const outcome = await act(as, what);
        if (!outcome.ok && 'problem' in outcome && !quietly) say(outcome.problem);
        return outcome;
      },
      openChannel: (id) => go({ in: id }),
      openThread: (of, ts) => setPanel({ kind: 'thread', channel: of, ts }),
      lookInside: (of) => setPanel({ kind: 'inside', of }),
      say,
    };
  }, [snapshot?.members, snapshot?.channels, snapshot?.shortcuts, me, dark]);

  useEffect(() => {
    if (!snapshot || !me) return;
    const waiting = Object.values(snapshot.unread[me.id] ?? {}).reduce((sum, one) => sum + one.mentions, 0);
    const place = channel ? `${channel.kind === 'channel' ? '#' : ''}${channel.name} · ` : '';
    document.title = `${waiting > 0 ? `(${waiting}) ` : ''}${place}${me.name} · Countersign playground`;
  });

  if (!snapshot || !desk) {
    return (
      <p className="waiting" role="status">
        {online ? 'Opening the playground …' : 'The playground does not answer. Is it still running?'}
      </p>
    );
  }

  const follow = ({ as, in: place, draft: text, target: ts }: Way & { target?: string }) => {
    setTarget(ts);
    go({ as, in: place });
    setDraft(text === undefined ? undefined : { text, at: Date.now() });
    if (!wide) setPanel(undefined);
  };
  const view = snapshot.views.at(-1);
  const threadChannel = panel?.kind === 'thread' ? desk.channels.get(panel.channel) : undefined;
  const startAgain = async (yes: boolean) => {
    askReset(false);
    if (!yes) return;
    setPanel({ kind: 'guide' });
    go({ as: 'ada', in: '' });
    const outcome = await reset();
    if (!outcome.ok && 'problem' in outcome) say(outcome.problem);
  };

  return (
    <DeskProvider value={desk}>
      <div
        className={`page ${channel && (given || wide) ? 'page-in-conversation' : ''} ${panel ? 'page-with-panel' : ''}`}
      >
        <header className="top">
          <p className="brand">
            <Mark />
            <span>
              Countersign <small>playground</small>
            </span>
          </p>
          <Switcher snapshot={snapshot} address={address} go={go} />
          <button
            type="button"
            className="progress"
            aria-expanded={panel?.kind === 'guide'}
            onClick={() => setPanel(panel?.kind === 'guide' ? undefined : { kind: 'guide' })}
          >
            <Icon name="guide" />
            <span>Guide</span>
            <b>
              {snapshot.guide.done.length}/{steps.length}
            </b>
          </button>
        </header>
        <Sidebar snapshot={snapshot} address={address} current={channel} go={go}>
          <p>
            A playground: it runs on this computer only and is not connected to Slack. The bot that answers is the real
            one.
          </p>
          <div className="sidebar-tools">
            <button type="button" className="link" onClick={() => setPanel({ kind: 'inside', of: 'everything' })}>
              <Icon name="inside" /> Look inside
            </button>
            <button type="button" className="link" disabled={!snapshot.ready} onClick={() => askReset(true)}>
              <Icon name="reset" /> Reset
            </button>
          </div>
        </Sidebar>
        {channel ? (
          <Conversation
            snapshot={snapshot}
            channel={channel}
            tab={address.tab}
            draft={draft}
            target={target}
            openTs={threadChannel === channel && panel?.kind === 'thread' ? panel.ts : undefined}
            openTab={(tab) => go({ tab })}
            back={() => go({ in: '' })}
          />
        ) : (
          <main className="conversation" />
        )}
        {panel && (
          <aside className={`panel panel-${panel.kind}`} aria-label={panelNames[panel.kind]}>
            {panel.kind === 'guide' && <Guide guide={snapshot.guide} go={follow} close={() => setPanel(undefined)} />}
            {panel.kind === 'thread' && threadChannel && (
              <Thread snapshot={snapshot} channel={threadChannel} ts={panel.ts} close={() => setPanel(undefined)} />
            )}
            {panel.kind === 'inside' && (
              <Inside
                of={panel.of}
                as={as}
                traffic={traffic}
                show={(of) => setPanel({ kind: 'inside', of })}
                close={() => setPanel(undefined)}
              />
            )}
          </aside>
        )}
        {resetAsked && <Confirm of={resetQuestion} answer={(yes) => void startAgain(yes)} />}
        {view && <Modal key={view.id} view={view} depth={snapshot.views.length} />}
        <div className="notices" aria-live="polite">
          {!online && <p className="notice">Reconnecting …</p>}
          {!snapshot.ready && <p className="notice">Setting the scene …</p>}
          {toast && (
            <p className="notice notice-problem" role="alert">
              {toast}
            </p>
          )}
        </div>
      </div>
    </DeskProvider>
  );
}

const words = (text: string) => ({ type: 'plain_text' as const, text });
const resetQuestion = {
  title: words('Start the story again?'),
  text: words('Everything that was done here is forgotten: submissions, decisions, releases, messages.'),
  confirm: words('Start again'),
  deny: words('Keep it'),
};

const panelNames = { guide: 'Guide', thread: 'Thread', inside: 'Look inside' } as const;
