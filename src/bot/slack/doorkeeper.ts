import type { IncomingMessage, RequestListener } from 'node:http';

/** How far ahead of our clock a signed request may be dated, in seconds; Bolt checks the past side only. */
const AHEAD = 300;
/** Bytes of a request at most; a form with 12 000 wide characters takes about 0.4 MB. */
const MOST = 4 * 1024 * 1024;

/**
 * Bolt's listener behind a look at what Bolt takes wrongly: a request dated in the future is refused with 401, and a body
 * that says nothing at all with 400, which would otherwise end the process.
 */
export const doorkeeper =
  (listener: RequestListener): RequestListener =>
  (req, res) => {
    const chunks: Buffer[] = [];
    let size = 0;
    req.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MOST) chunks.push(chunk);
    });
    req.on('end', () => {
      const body = Buffer.concat(chunks);
      const no = size > MOST ? 413 : refusal(req, body);
      if (no !== null) return void res.writeHead(no).end();
      // Bolt takes what was read already from here.
      listener(Object.assign(req, { rawBody: body }), res);
    });
  };

function refusal(req: IncomingMessage, body: Buffer): number | null {
  const dated = Number(req.headers['x-slack-request-timestamp'] || Number.NaN);
  const inTime = dated - Date.now() / 1000 <= AHEAD;
  // Slack tries out the connection without a signature; Bolt answers that and looks at nothing else in it.
  if (!inTime) return /(^|&)ssl_check=1(&|$)/.test(body.toString('latin1', 0, SHORT)) ? null : 401;
  return body.length < SHORT && /^(payload=)?[\s+]*null[\s+]*$/.test(body.toString('latin1')) ? 400 : null;
}

const SHORT = 1_000;
