import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import postgres from 'postgres';

/** Nothing but a connection that listens and a route that answers what was heard last. */
let heard = '0';
const sql = postgres(process.argv[2] ?? '', { max: 1 });
await sql.listen(process.argv[3] ?? '', (payload) => {
  heard = payload;
});
const server = createServer((_request, response) => response.end(heard));
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
