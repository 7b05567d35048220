import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { buffer } from "node:stream/consumers";
import type { Sandbox } from "@numipay/sandbox";
import { seededRandom } from "../seeded-random.js";
import { readRequest } from "./read-request.js";
import { responseLosses } from "./response-losses.js";

/** What the gateway does with a payout, whatever happens on the way. */
export type PayoutFate =
  /** Opens it. */
  | "paid"
  /** Opens it, and rejects it later. */
  | "rejected"
  /** Responds with 422 and opens nothing. */
  | "refused"
  /** Responds with 422 although it opened the payout, and rejects it later: the refusal and the webhook must refund once. */
  | "refused-and-rejected";

/** Which share of the payouts has each fate; the others are paid. */
const shares: readonly [PayoutFate, number][] = [
  ["rejected", 0.06],
  ["refused", 0.06],
  ["refused-and-rejected", 0.03],
];

/** Chooses the fate of a payout. Without webhooks, none is rejected. */
export function fateOf(seed: string, tracking_id: string, hasWebhooks: boolean): PayoutFate {
  let random = seededRandom(seed, "fate", tracking_id);
  for (const [fate, share] of shares) {
    if (random < share) return hasWebhooks || fate === "refused" ? fate : "paid";
    random -= share;
  }
  return "paid";
}

export interface PayoutGatewayOptions {
  sandbox: Sandbox;
  seed: string;
  fateOf: (tracking_id: string) => PayoutFate;
  /** Kills a payer. */
  kill: (pid: number) => void;
}

const refusal = JSON.stringify({ message: "The payout was refused." });

/** Serves a sandbox on a real socket. A payer's header names the response to lose, or the payer to kill during its POST. */
export async function createPayoutGateway({
  sandbox,
  seed,
  fateOf: chooseFate,
  kill,
}: PayoutGatewayOptions) {
  /** How many POSTs arrived completely, by tracking_id. */
  const posts = new Map<string, number>();
  const counts = { posts: 0 };

  async function respond(request: IncomingMessage, response: ServerResponse) {
    const body = await buffer(request);
    const { method = "GET", url = "/", headers } = request;
    const isPost = method === "POST";
    const { tracking_id } = readRequest(method, url, body);
    const fate = isPost ? chooseFate(tracking_id) : "paid";
    if (isPost) {
      counts.posts += 1;
      posts.set(tracking_id, (posts.get(tracking_id) ?? 0) + 1);
    }
    const pid = Number(headers["x-chaos-kill"] ?? 0);
    const isKilledFirst = seededRandom(seed, "first", tracking_id) < 0.5;
    if (pid > 0 && isKilledFirst) kill(pid);
    const reply =
      fate === "refused" ? { status: 422, text: refusal } : await carryOut(request, body);
    if (pid > 0 && !isKilledFirst) kill(pid);
    if (fate === "refused-and-rejected") Object.assign(reply, { status: 422, text: refusal });
    const type = "application/json";
    const lose = responseLosses[String(headers["x-chaos-loss"] ?? "")];
    if (lose !== undefined) lose(response, { ...reply, type });
    else response.writeHead(reply.status, { "content-type": type }).end(reply.text);
  }

  async function carryOut({ method = "GET", url = "/", headers }: IncomingMessage, body: Buffer) {
    const result = await sandbox.fetch(new URL(url, sandbox.baseUrl), {
      method,
      headers: {
        "x-api-key": String(headers["x-api-key"]),
        "content-type": headers["content-type"] ?? "application/json",
      },
      ...(method === "POST" ? { body } : {}),
    });
    return { status: result.status, text: await result.text() };
  }

  const server = createServer((request, response) => {
    // The payer was killed before its request arrived completely.
    respond(request, response).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 0;
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    posts: posts as ReadonlyMap<string, number>,
    counts: counts as Readonly<typeof counts>,
    async close() {
      const closed = once(server, "close");
      server.close();
      // The server does not close half-closed sockets itself.
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
