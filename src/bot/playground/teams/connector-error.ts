const texts: Readonly<Record<string, { status: number; message: string }>> = {
  BadArgument: { status: 400, message: 'Bad argument' },
  BadSyntax: { status: 400, message: 'Could not parse the request body' },
  Unauthorized: { status: 401, message: 'Authorization has been denied for this request.' },
  BotNotInConversationRoster: { status: 403, message: 'The bot is not part of the conversation roster.' },
  BotDisabledByAdmin: { status: 403, message: 'The tenant admin disabled this bot.' },
  ConversationBlockedByUser: { status: 403, message: 'User blocked the conversation with the bot.' },
  MessageWritesBlocked: { status: 403, message: 'Thread is not writable.' },
  ForbiddenOperationException: { status: 403, message: 'The operation is not allowed.' },
  ConversationNotFound: { status: 404, message: 'Conversation not found.' },
  ActivityNotFoundInConversation: { status: 404, message: 'Activity not found in conversation.' },
  MemberNotFoundInConversation: { status: 404, message: 'Member not found in conversation.' },
  TeamNotFound: { status: 404, message: 'The team was not found.' },
  NotFound: { status: 404, message: 'No such address.' },
  PreconditionFailed: { status: 412, message: 'Precondition failed, please try again.' },
  MessageSizeTooBig: { status: 413, message: 'Message size too large.' },
  Throttled: { status: 429, message: 'Too many requests.' },
  ServiceError: { status: 500, message: 'The service failed.' },
  BadGateway: { status: 502, message: 'Bad gateway.' },
  ServiceUnavailable: { status: 503, message: 'Service unavailable.' },
  GatewayTimeout: { status: 504, message: 'Gateway timeout.' },
};

/** The connector refused. Thrown by an operation, turned into the response by the server. */
export class ConnectorError extends Error {
  readonly status: number;
  /** Teams' code, for example `ConversationNotFound`. */
  readonly code: string;
  /** Whole seconds to stay away, with 429. */
  readonly retryAfter: number | undefined;

  constructor(code: string, detail?: string, retryAfter?: number) {
    const known = texts[code] ?? { status: 400, message: code };
    super(detail === undefined ? known.message : detail);
    this.name = 'ConnectorError';
    this.status = known.status;
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

/** The code Teams gives with a status. */
export const codeFor = (status: number): string =>
  Object.entries(texts).findLast(([, known]) => known.status === status)?.[0] ?? 'ServiceError';
