import type { ClientParts } from '../parts.ts';
import { Conversation } from './conversation.tsx';
import { DeskProvider } from './desk.tsx';
import { Modal } from './modal.tsx';
import { Thread } from './thread.tsx';

/** Teams' client, as the page shows it. */
export const teams: ClientParts = {
  words: { client: 'Teams', channels: 'Channels', direct: 'Chat' },
  Conversation: (props) => (
    <DeskProvider scene={props.snapshot.clients.teams}>
      <Conversation {...props} />
    </DeskProvider>
  ),
  Thread: (props) => (
    <DeskProvider scene={props.snapshot.clients.teams}>
      <Thread {...props} />
    </DeskProvider>
  ),
  Form: ({ snapshot }) => {
    const { dialog } = snapshot.clients.teams;
    if (!dialog) return null;
    return (
      <DeskProvider scene={snapshot.clients.teams}>
        <Modal key={dialog.id} dialog={dialog} />
      </DeskProvider>
    );
  },
};
