/** Slack answered `ok: false`. Thrown by a Web API method, turned into the response by the server. */
export class SlackApiError extends Error {
  /** Slack's error code, for example `channel_not_found`. */
  readonly code: string;
  /** What `response_metadata.messages` says, without the `[ERROR]` prefix. */
  readonly details: readonly string[];
  /** Further fields of the response, for example `needed` and `provided`. */
  readonly fields: Readonly<Record<string, unknown>>;

  constructor(code: string, details: readonly string[] = [], fields: Record<string, unknown> = {}) {
    super(details.length === 0 ? code : `${code}: ${details.join('; ')}`);
    this.name = 'SlackApiError';
    this.code = code;
    this.details = details;
    this.fields = fields;
  }
}
