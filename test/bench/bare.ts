/** The least that a server can do: reads the body, answers as many bytes as a token answer has. A process of its own. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const BODY = Buffer.alloc(200, 'x');
const HEADERS = { 'content-type': 'application/json', 'content-length': BODY.length, 'cache-control': 'no-store' };

const server = createServer((request, response) => {
  request.resume().on('end', () => {
    response.writeHead(200, HEADERS);
    response.end(BODY);
  });
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`BARE_READY http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
