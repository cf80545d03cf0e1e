import { Composer as Field } from '../composer.tsx';
import type { Channel, Snapshot } from '../shared.ts';
import { useDesk } from './desk.tsx';

type Props = {
  snapshot: Snapshot;
  channel: Channel;
  /** The post that is replied to. */
  replyTo?: string;
  /** Put into the field by the guide. */
  draft?: string | undefined;
};

const leads = [{ typed: '/' }, { typed: '@Countersign ' }];

/** Where something is written: with a slash the bot alone hears it, with its name everybody sees what it is asked. */
export function Composer({ snapshot, channel, replyTo, draft }: Props) {
  const { me, perform, members } = useDesk();
  const names = [
    ...[...members.values()].map((one) => ({ name: `@${one.name}`, hint: one.bot ? 'app' : one.role })),
    ...snapshot.clients.teams.channels
      .filter(({ kind }) => kind === 'channel')
      .map((one) => ({ name: `#${one.name}`, hint: one.topic })),
  ];
  const direct = channel.kind === 'direct';
  const words = direct
    ? { label: `Message ${channel.name} as ${me.name}`, placeholder: 'Type a message' }
    : replyTo === undefined
      ? { label: `Start a post in ${channel.name} as ${me.name}`, placeholder: 'Start a post' }
      : { label: `Reply as ${me.name}`, placeholder: 'Reply' };
  return (
    <Field
      {...words}
      known={{ leads, verbs: snapshot.verbs, prompts: snapshot.prompts, names }}
      draft={draft}
      send={async (text) => {
        const said = { act: 'type', place: channel.id, text, ...(replyTo !== undefined && { replyTo }) } as const;
        return (await perform(said)).ok;
      }}
      hint={(verb) =>
        verb ? (
          <>
            <b>Enter</b> sends: {verb.summary.toLowerCase()}. For example <code>{verb.example}</code>
          </>
        ) : direct ? (
          <>
            <b>/</b> lists what it can do; <b>Tab</b> completes
          </>
        ) : (
          <>
            <b>/</b> asks the bot privately, <b>@Countersign</b> in front of everybody; <b>Tab</b> completes
          </>
        )
      }
    />
  );
}
