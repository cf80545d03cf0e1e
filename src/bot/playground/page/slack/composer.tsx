import { Composer as Field } from '../composer.tsx';
import { Icon } from '../icons.tsx';
import { Menu } from '../menu.tsx';
import type { Channel, Snapshot } from '../shared.ts';
import { useDesk } from './desk.tsx';

type Props = {
  snapshot: Snapshot;
  channel: Channel;
  thread?: string;
  /** Put into the field by the guide. */
  draft?: string | undefined;
};

const command = { typed: '/prompt ', hint: 'Everything Countersign can do' };

/** Where a message is typed, and in a channel itself a command. */
export function Composer({ snapshot, channel, thread, draft }: Props) {
  const { me, perform, shortcuts, members } = useDesk();
  const names = [
    ...[...members.values()].map((one) => ({ name: `@${one.name}`, hint: one.bot ? 'app' : one.role })),
    ...snapshot.clients.slack.channels
      .filter(({ kind }) => kind === 'channel')
      .map((one) => ({ name: `#${one.name}`, hint: one.topic })),
  ];
  const where = channel.kind === 'direct' ? channel.name : `#${channel.name}`;
  const globals = shortcuts.filter(({ kind }) => kind === 'global');
  const inThread = thread !== undefined;

  return (
    <Field
      label={inThread ? `Reply as ${me.name}` : `Message ${where} as ${me.name}`}
      placeholder={inThread ? 'Reply …' : `Message ${where}`}
      // Slack takes commands in channels only.
      known={{ leads: inThread ? [] : [command], verbs: snapshot.verbs, prompts: snapshot.prompts, names }}
      draft={draft}
      send={async (text) => {
        const said = { act: 'type', channel: channel.id, text, ...(inThread && { thread_ts: thread }) } as const;
        return (await perform(said)).ok;
      }}
      tools={
        globals.length > 0 &&
        !inThread && (
          <Menu
            label="Shortcuts"
            items={globals.map(({ id, title }) => ({
              label: title,
              choose: () => void perform({ act: 'shortcut', id }),
            }))}
          >
            <Icon name="bolt" />
          </Menu>
        )
      }
      hint={(verb) =>
        verb ? (
          <>
            <b>Enter</b> sends: {verb.summary.toLowerCase()}. For example <code>/prompt {verb.example}</code>
          </>
        ) : inThread ? (
          <>
            <b>@Countersign</b> hears you here; <b>/prompt</b> is typed in the channel
          </>
        ) : (
          <>
            <b>/prompt</b> does everything; <b>Tab</b> completes
          </>
        )
      }
    />
  );
}
