import type { Post, TeamsNews, TeamsScene } from './shared.ts';

const same = (a: Post, b: { place: string; id: string }) => a.id === b.id && a.place === b.place;

function withPost(posts: readonly Post[], post: Post): readonly Post[] {
  const at = posts.findIndex((one) => same(one, post));
  return at < 0 ? [...posts, post] : posts.with(at, post);
}

/** What one person sees in Teams, after something happened. */
export function sceneAfter(scene: TeamsScene, news: TeamsNews): TeamsScene {
  switch (news.kind) {
    case 'post':
      return { ...scene, posts: withPost(scene.posts, news.post) };
    case 'gone':
      return { ...scene, posts: scene.posts.filter((one) => !same(one, news)) };
    case 'dialog':
      return { ...scene, dialog: news.dialog };
  }
}

const byTime = (a: Post, b: Post) => (a.id < b.id ? -1 : 1);

/** What stands in the place itself, oldest first. */
export const rootsIn = ({ posts }: TeamsScene, place: string): Post[] =>
  posts.filter((one) => one.place === place && one.replyTo === undefined).sort(byTime);

/** The replies to a post, oldest first. */
export const repliesTo = ({ posts }: TeamsScene, place: string, id: string): Post[] =>
  posts.filter((one) => one.place === place && one.replyTo === id).sort(byTime);
