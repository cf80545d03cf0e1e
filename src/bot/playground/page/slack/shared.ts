/** The server's words about Slack. */
export type { Entered, Member, Message, SlackNews, SlackScene, View } from '../../server/slack/protocol.ts';
export type { Block, Element, Option, StateValues, TextObject } from '../../slack/wire.ts';
