// Adds a round trip of network to each message: holds what arrives from the client for a millisecond. A process of its own.
import { connect, createServer, type NetConnectOpts, type Socket } from "node:net";
import { serveForParent } from "measure";

const delayMs = 1;
const [host = "127.0.0.1", port = "5432"] = process.argv.slice(2);
const target: NetConnectOpts = host.startsWith("/")
  ? { path: `${host}/.s.PGSQL.${port}` }
  : { host, port: Number(port) };

const server = createServer({ noDelay: true }, (client) => {
  const upstream = connect(target);
  // Otherwise small messages wait up to 40 ms for an acknowledgement.
  upstream.setNoDelay(true);
  client.on(
    "data",
    delay((chunk) => upstream.write(chunk)),
  );
  upstream.pipe(client);
  endTogether(client, upstream);
});
await serveForParent(server);

/** Passes chunks on in their order, at least `delayMs` later: a timer alone may be up to a millisecond early. */
function delay(pass: (chunk: Buffer) => void): (chunk: Buffer) => void {
  const waiting: { chunk: Buffer; due: number }[] = [];
  const flush = (): void => {
    for (let [first] = waiting; first !== undefined; [first] = waiting) {
      if (performance.now() < first.due) {
        setTimeout(flush, delayMs);
        return;
      }
      waiting.shift();
      pass(first.chunk);
    }
  };
  return (chunk) => {
    waiting.push({ chunk, due: performance.now() + delayMs });
    if (waiting.length === 1) setTimeout(flush, delayMs);
  };
}

function endTogether(client: Socket, upstream: Socket): void {
  for (const [one, other] of [
    [client, upstream],
    [upstream, client],
  ] as const) {
    one.on("error", () => other.destroy());
    one.on("close", () => setTimeout(() => other.destroy(), delayMs));
  }
}
