/** Names one post: what it is about, where, and which of the messages about it. The same key is never posted twice. */
export const postKey = (post: { subject: string; place: string; slot: string }): string =>
  `${post.subject}|${post.place}|${post.slot}`;
