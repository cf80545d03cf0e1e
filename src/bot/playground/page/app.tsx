import { useCallback, useEffect, useId, useMemo, useState } from 'react';
import { type Address, useAddress, useArrived } from './address.ts';
import { clients } from './clients.ts';
import { Confirm } from './confirm.tsx';
import { type PageContext, PageProvider } from './context.ts';
import { Dialog } from './dialog.tsx';
import { Guide } from './guide.tsx';
import { Icon, Mark } from './icons.tsx';
import { Inside } from './inside.tsx';
import { Jump } from './jump.tsx';
import { Notices } from './notices.tsx';
import type { Errand } from './parts.ts';
import { reset, useServer } from './server.ts';
import type { Channel, InsideOf, Snapshot } from './shared.ts';
import { Sidebar } from './sidebar.tsx';
import { newsOf } from './snapshot.ts';
import { steps } from './steps.ts';
import { Switcher } from './switcher.tsx';
import { useDark, useToast, useWide } from './window.ts';

type Panel =
  | { kind: 'guide' }
  | { kind: 'thread'; place: string; post: string }
  | { kind: 'inside'; of: InsideOf | 'everything' };
/** Where the guide sends the visitor, and what for. */
type Sent = Errand & Pick<Address, 'as' | 'client' | 'in'>;

function channelAt({ clients }: Snapshot, address: Pick<Address, 'client' | 'in'>): Channel | undefined {
  const { channels } = clients[address.client];
  if (address.in === 'direct') return channels.find(({ kind }) => kind === 'direct');
  return channels.find(({ id }) => id === address.in);
}

/** The whole page: the switch of people, the places of every client, and the conversation of one of them. */
export function App() {
  const [asked, go] = useAddress();
  const { snapshot, online, traffic } = useServer(asked.as);
  const address = useArrived(asked, snapshot?.me);
  const [toast, say] = useToast();
  const dark = useDark();
  const wide = useWide();
  const [panel, setPanel] = useState<Panel | undefined>(() =>
    matchMedia('(min-width: 1100px)').matches ? { kind: 'guide' } : undefined,
  );
  const [sent, send] = useState<Sent>();
  const arrived = useCallback(() => send(undefined), []);
  // A form covers the panel: what is inside it is shown on top of it.
  const [inForm, lookInForm] = useState<InsideOf | 'everything'>();
  const drawerHeading = useId();
  const [dialogs, setDialogs] = useState<readonly HTMLElement[]>([]);
  const cover = useCallback((dialog: HTMLElement) => {
    setDialogs((open) => [...open, dialog]);
    return () => setDialogs((open) => open.filter((one) => one !== dialog));
  }, []);
  const [resetAsked, askReset] = useState(false);

  const given = snapshot && channelAt(snapshot, address);
  // On a narrow screen the list is a page of its own; on a wide one some conversation is always open.
  const channel = given ?? (wide ? snapshot?.clients[address.client].channels[0] : undefined);
  const me = snapshot?.people.find(({ key }) => key === snapshot.me);
  const key = me?.key;
  const ahead = snapshot?.ahead ?? 0;

  // biome-ignore lint/correctness/useExhaustiveDependencies: made anew only for somebody else, in another light, or at another time
  const page = useMemo<PageContext | undefined>(
    () =>
      me && {
        me,
        dark,
        ahead,
        lookInside: (of) => ('form' in of ? lookInForm(of) : setPanel({ kind: 'inside', of })),
        openPlace: (place) => go({ in: place }),
        openThread: (place, post) => setPanel({ kind: 'thread', place, post }),
        cover,
        say,
      },
    [key, dark, ahead, cover, say],
  );

  useEffect(() => {
    if (!snapshot || !me) return;
    const waiting = newsOf(snapshot.unread, me.key).reduce((sum, one) => sum + one.mentions, 0);
    const place = channel ? `${channel.kind === 'channel' ? '#' : ''}${channel.name} · ` : '';
    document.title = `${waiting > 0 ? `(${waiting}) ` : ''}${place}${me.name} · Countersign playground`;
  });

  if (!snapshot || !page) {
    return (
      <p className="waiting" role="status">
        {online ? 'Opening the playground …' : 'The playground does not answer. Is it still running?'}
      </p>
    );
  }

  const follow = (to: Sent) => {
    go({ as: to.as, client: to.client, in: to.in });
    send(to);
    if (!wide) setPanel(undefined);
  };
  const { Conversation, Thread, Form } = clients[address.client];
  const errand = sent?.as === page.me.key && channelAt(snapshot, sent) === channel ? sent : undefined;
  const threadChannel = panel?.kind === 'thread' ? channelAt(snapshot, { ...address, in: panel.place }) : undefined;
  const startAgain = async (yes: boolean) => {
    askReset(false);
    if (!yes) return;
    setPanel({ kind: 'guide' });
    go({ as: 'ada', client: 'slack', in: '' });
    const outcome = await reset();
    if (!outcome.ok && 'problem' in outcome) say(outcome.problem);
  };

  return (
    <PageProvider value={page}>
      <div
        className={`page page-${address.client} ${channel && (given || wide) ? 'page-in-conversation' : ''} ${panel ? 'page-with-panel' : ''}`}
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
            A playground: it runs on this computer only and is connected to neither Slack nor Teams. The bot that
            answers is the real one.
          </p>
          <Jump snapshot={snapshot} />
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
            errand={errand}
            arrived={arrived}
            openPost={threadChannel === channel && panel?.kind === 'thread' ? panel.post : undefined}
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
              <Thread snapshot={snapshot} channel={threadChannel} post={panel.post} close={() => setPanel(undefined)} />
            )}
            {panel.kind === 'inside' && (
              <Inside
                of={panel.of}
                as={page.me.key}
                traffic={traffic}
                show={(of) => setPanel({ kind: 'inside', of })}
                close={() => setPanel(undefined)}
              />
            )}
          </aside>
        )}
        {resetAsked && <Confirm of={resetQuestion} answer={(yes) => void startAgain(yes)} />}
        <Form snapshot={snapshot} />
        {inForm && (
          <Dialog className="drawer" labelledBy={drawerHeading} close={() => lookInForm(undefined)}>
            <Inside
              of={inForm}
              as={page.me.key}
              traffic={traffic}
              headingId={drawerHeading}
              show={lookInForm}
              close={() => lookInForm(undefined)}
            />
          </Dialog>
        )}
        <Notices top={dialogs.at(-1)} online={online} ready={snapshot.ready} toast={toast} />
      </div>
    </PageProvider>
  );
}

const resetQuestion = {
  title: 'Start the story again?',
  text: 'Everything that was done here is forgotten: submissions, decisions, releases, messages.',
  yes: 'Start again',
  no: 'Keep it',
};

const panelNames = { guide: 'Guide', thread: 'Thread', inside: 'Look inside' } as const;
