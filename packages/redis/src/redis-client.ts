import { InvalidOptionError } from "@numipay/core";

// Only what the inbox calls: no type of a client's own package is needed, and every major version that has these fits.

/** A `Redis` of ioredis. */
export interface IoredisClient {
  call(command: string, ...args: string[]): Promise<unknown>;
}

/** A `Cluster` of ioredis. */
export interface IoredisCluster extends IoredisClient {
  nodes(role: "master"): IoredisClient[];
}

/** A client or a pool of node-redis (the package `redis`), connected. */
export interface NodeRedisClient {
  sendCommand(args: string[]): Promise<unknown>;
}

/** A cluster of node-redis, connected. */
export interface NodeRedisCluster {
  readonly masters: readonly unknown[];
  nodeClient(master: never): NodeRedisClient | Promise<NodeRedisClient>;
  sendCommand(firstKey: string, isReadonly: boolean, args: string[]): Promise<unknown>;
}

/** What `redisInbox` takes as its client. */
export type RedisClient = IoredisClient | IoredisCluster | NodeRedisClient | NodeRedisCluster;

/** Sends one command to one server. */
export type SendToNode = (...command: string[]) => Promise<unknown>;

/** Sends a command to the server that has the key. */
type SendByKey = (key: string, ...command: string[]) => Promise<unknown>;

/** The four kinds of client as one. Rejects in time, with errors that show no arguments. */
export interface RedisConnection {
  send: SendByKey;
  /** Sends, and hands on an answer that came after the caller was told that there is none. */
  sendWithLate(onLate: (reply: unknown) => void): SendByKey;
  /** One sender for each server that takes writes. */
  nodes(): Promise<SendToNode[]>;
}

/**
 * Finds out which kind a client is, and makes its answers safe to wait for.
 *
 * @throws InvalidOptionError when it is none that is known
 */
export function toConnection(client: RedisClient, timeoutMs: number): RedisConnection {
  const raw = toRawConnection(client);
  const guard =
    <Args extends unknown[], Reply>(
      ask: (...args: Args) => Promise<Reply>,
      onLate?: (reply: Reply) => void,
    ) =>
    (...args: Args): Promise<Reply> =>
      answerWithin(timeoutMs, () => ask(...args), onLate);
  return {
    send: guard(raw.send),
    sendWithLate: (onLate) => guard(raw.send, onLate),
    async nodes() {
      const known = await guard(raw.nodes)();
      if (known.length === 0) {
        throw new Error(
          "No server of the Redis Cluster is known. Is it up, and the client connected?",
        );
      }
      return known.map((node) => guard(node));
    },
  };
}

function toRawConnection(client: RedisClient): {
  send: SendByKey;
  nodes: () => Promise<SendToNode[]>;
} {
  if (typeof client !== "object" || client === null) refuseClient();
  // ioredis has a `sendCommand` too, of another kind: so `call` is looked for first.
  if ("call" in client) {
    const toSender =
      (node: IoredisClient): SendToNode =>
      (command = "", ...args) =>
        node.call(command, ...args);
    return {
      // It finds the key by itself, in a Cluster also.
      send: (_key, command = "", ...args) => client.call(command, ...args),
      nodes: async () => {
        if (!("nodes" in client)) return [toSender(client)];
        // A Cluster that was made just now knows no server before its first command.
        if (client.nodes("master").length === 0) await client.call("EXISTS", "numipay");
        return client.nodes("master").map(toSender);
      },
    };
  }
  if (!("sendCommand" in client)) refuseClient();
  const toSender =
    (node: NodeRedisClient): SendToNode =>
    (...command) =>
      node.sendCommand(command);
  if (!("masters" in client)) {
    const send = toSender(client);
    return { send: (_key, ...command) => send(...command), nodes: async () => [send] };
  }
  return {
    send: (key, ...command) => client.sendCommand(key, false, command),
    nodes: () =>
      Promise.all(
        client.masters.map(async (master) => toSender(await client.nodeClient(master as never))),
      ),
  };
}

function refuseClient(): never {
  throw new InvalidOptionError(
    "client",
    "must be a Redis or Cluster of ioredis, or what createClient or createCluster of the package redis returns.",
  );
}

/**
 * Clients keep commands while there is no connection, some for ever, and the delivery would hang as long. So the command
 * may still run after its caller gave up.
 */
function answerWithin<Reply>(
  timeoutMs: number,
  ask: () => Promise<Reply>,
  onLate?: (reply: Reply) => void,
): Promise<Reply> {
  // By hand: a race of promises takes as long as the rest of a call.
  return new Promise((resolve, reject) => {
    const answer = ask();
    let isTooLate = false;
    const timer = setTimeout(() => {
      isTooLate = true;
      reject(new Error(`Redis has not answered within ${timeoutMs} ms.`));
    }, timeoutMs);
    answer.then(
      (reply) => {
        clearTimeout(timer);
        resolve(reply);
        if (isTooLate) onLate?.(reply);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(withoutCommand(error));
      },
    );
  });
}

/** ioredis hangs the command with all its arguments on its errors: customers' data does not belong into a log. */
function withoutCommand(error: unknown): Error {
  const { message = "", name = "" } = error instanceof Error ? error : {};
  const plain = new Error(message || name || "Redis did not answer.");
  if (name !== "") plain.name = name;
  return plain;
}
