import { usePage } from '../context.ts';
import { Icon } from '../icons.tsx';
import { clockTime, fullTime } from '../time.ts';
import { useDesk } from './desk.tsx';
import type { Post } from './shared.ts';

/** Who wrote a message, unless that shows, when, and what can be done about it. */
export function PostHead({ post, mine = false }: { post: Post; mine?: boolean }) {
  const { members } = useDesk();
  const author = members.get(post.from);
  const at = new Date(Number(post.id));
  return (
    <div className="post-head">
      <strong className={mine ? 'sr-only' : undefined}>{author?.name ?? post.from}</strong>
      <time dateTime={at.toISOString()} title={fullTime(at)}>
        {clockTime(at)}
      </time>
      {post.edits > 0 && <span className="edited">Edited</span>}
      <PostTools post={post} />
    </div>
  );
}

function PostTools({ post: { place, id } }: { post: Post }) {
  const { lookInside } = usePage();
  return (
    <button
      type="button"
      className="icon-button post-tool"
      aria-label="Look inside"
      title="Look inside: what the platform sent and the bot called"
      onClick={() => lookInside({ client: 'teams', place, post: id })}
    >
      <Icon name="inside" />
    </button>
  );
}

/** Says of a targeted message whom it is for. */
export const PrivateNote = () => (
  <p className="private-note">
    <Icon name="eye" /> Only you can see this
  </p>
);
