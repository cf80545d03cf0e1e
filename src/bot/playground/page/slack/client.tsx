import type { ClientParts } from '../parts.ts';
import { Conversation } from './conversation.tsx';
import { DeskProvider } from './desk.tsx';
import { Modal } from './modal.tsx';
import { Thread } from './thread.tsx';

/** Slack's client, as the page shows it. */
export const slack: ClientParts = {
  words: { client: 'Slack', channels: 'Channels', direct: 'Direct messages' },
  Conversation: (props) => (
    <DeskProvider scene={props.snapshot.clients.slack}>
      <Conversation {...props} />
    </DeskProvider>
  ),
  Thread: (props) => (
    <DeskProvider scene={props.snapshot.clients.slack}>
      <Thread {...props} />
    </DeskProvider>
  ),
  Form: ({ snapshot }) => {
    const { views } = snapshot.clients.slack;
    const view = views.at(-1);
    if (!view) return null;
    return (
      <DeskProvider scene={snapshot.clients.slack}>
        <Modal key={view.id} view={view} depth={views.length} />
      </DeskProvider>
    );
  },
};
