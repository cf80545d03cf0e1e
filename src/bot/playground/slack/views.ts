import { slackLimits } from '../../limits/slack.ts';
import { SlackApiError } from './api-error.ts';
import type { ValidView } from './blocks/check.ts';
import type { Changes } from './changes.ts';
import { newId, newSecret } from './ids.ts';
import { normalise, normaliseText } from './normalise.ts';
import type { SlackView } from './records.ts';
import type { Block, ElementState } from './wire.ts';

export type Views = ReturnType<typeof createViews>;

const homeTitle = { type: 'plain_text', text: 'View Title', emoji: true } as const;

/** Every person's stack of modals (bottom first) and their Home tab. */
export function createViews(changes: Changes, now: () => number) {
  const stacks = new Map<string, SlackView[]>();
  const homes = new Map<string, SlackView>();

  const stackOf = (user: string): SlackView[] => stacks.get(user) ?? [];
  const all = (): SlackView[] => [...[...stacks.values()].flat(), ...homes.values()];
  const newHash = () => `${Math.floor(now() / 1_000)}.${newSecret().slice(0, 8)}`;

  function build(user: string, valid: ValidView, place: Pick<SlackView, 'id' | 'root_view_id' | 'previous_view_id'>) {
    const taken =
      valid.external_id && all().some((view) => view.external_id === valid.external_id && view.id !== place.id);
    if (taken) throw new SlackApiError('duplicate_external_id');
    const modal = valid.type === 'modal' ? valid : undefined;
    const view: SlackView = {
      ...place,
      user,
      type: valid.type,
      callback_id: valid.callback_id ?? '',
      external_id: valid.external_id ?? '',
      private_metadata: valid.private_metadata ?? '',
      title: modal ? normaliseText(modal.title) : homeTitle,
      submit: modal?.submit ? normaliseText(modal.submit) : null,
      close: modal?.close ? normaliseText(modal.close) : null,
      blocks: normalise(valid.blocks as Block[]),
      clear_on_close: modal?.clear_on_close ?? false,
      notify_on_close: modal?.notify_on_close ?? false,
      hash: newHash(),
      touched: {},
    };
    return view;
  }

  /** A new stack of one; whatever the person had open goes without a word. */
  function open(user: string, valid: ValidView): SlackView {
    const id = newId('V');
    const view = build(user, valid, { id, root_view_id: id, previous_view_id: null });
    stacks.set(user, [view]);
    changes.emit({ kind: 'view.opened', view });
    return view;
  }

  function push(user: string, valid: ValidView): SlackView {
    const stack = stackOf(user);
    const top = stack.at(-1);
    if (!top) throw new SlackApiError('not_found');
    if (stack.length >= slackLimits.view.stack) throw new SlackApiError('push_limit_reached');
    const place = { id: newId('V'), root_view_id: top.root_view_id, previous_view_id: top.id };
    const view = build(user, valid, place);
    stacks.set(user, [...stack, view]);
    changes.emit({ kind: 'view.pushed', view });
    return view;
  }

  function find(by: { view_id?: string | undefined; external_id?: string | undefined }): SlackView {
    const found = all().find((view) =>
      by.view_id === undefined ? view.external_id === by.external_id : view.id === by.view_id,
    );
    if (!found) throw new SlackApiError('not_found');
    return found;
  }

  function replace(view: SlackView): void {
    if (view.type === 'home') homes.set(view.user, view);
    else
      stacks.set(
        view.user,
        stackOf(view.user).map((known) => (known.id === view.id ? view : known)),
      );
  }

  function update(old: SlackView, valid: ValidView, hash?: string): SlackView {
    if (hash !== undefined && hash !== old.hash) throw new SlackApiError('hash_conflict');
    const view: SlackView = { ...build(old.user, valid, old), touched: old.touched };
    replace(view);
    changes.emit({ kind: 'view.updated', view });
    return view;
  }

  function publish(user: string, valid: ValidView, hash?: string): SlackView {
    const old = homes.get(user);
    if (hash !== undefined && hash !== old?.hash) throw new SlackApiError('hash_conflict');
    const id = old?.id ?? newId('V');
    const view = build(user, valid, { id, root_view_id: id, previous_view_id: null });
    homes.set(user, view);
    changes.emit({ kind: 'home.published', view });
    return view;
  }

  /** Remembers what a person typed or chose in a view, without telling the app. */
  function touch(old: SlackView, blockId: string, actionId: string, value: ElementState): SlackView {
    const touched = { ...old.touched, [blockId]: { ...old.touched[blockId], [actionId]: value } };
    const view: SlackView = { ...old, touched };
    replace(view);
    return view;
  }

  /** Takes views off a stack: the top one, or all of them. */
  function close(user: string, which: 'top' | 'all'): SlackView[] {
    const stack = stackOf(user);
    const closed = which === 'all' ? [...stack].reverse() : stack.slice(-1);
    stacks.set(user, stack.slice(0, stack.length - closed.length));
    for (const view of closed) changes.emit({ kind: 'view.closed', view });
    return closed;
  }

  return { stackOf, homeOf: (user: string) => homes.get(user), find, open, push, update, publish, touch, close };
}
