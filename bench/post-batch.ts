import { Agent, request } from 'node:http';

const agent = new Agent({ keepAlive: true, maxSockets: 4 });

/** Sends a batch of facts, at most four at a time. @throws when not all of its rows are new */
export function postBatch(url: string, secret: string, body: Buffer, rows: number): Promise<void> {
  const headers = {
    authorization: `Bearer ${secret}`,
    'content-type': 'application/json',
    'content-length': body.length,
  };
  return new Promise((done, fail) => {
    const sent = request(url, { method: 'POST', agent, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      answer.on('end', () => {
        if (text.startsWith(`{"taken":${rows},`)) done();
        else fail(new Error(`A batch was answered with ${answer.statusCode}: ${text.slice(0, 200)}`));
      });
    });
    sent.on('error', fail).end(body);
  });
}
