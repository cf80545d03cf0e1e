/** The server's words about Teams. */
export type { Dialog, Member, Post, TeamsNews, TeamsScene } from '../../server/teams/protocol.ts';
export type { CardJson } from '../../teams/wire.ts';
