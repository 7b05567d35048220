import { InvalidOptionError } from "@numipay/core";
import { createDeadlines, type Deadlines } from "./deadlines.js";

// Only the methods that the inbox calls, so that it needs no types of a client's package and works with several versions.

/** A `Redis` client of ioredis. */
export interface IoredisClient {
  call(command: string, ...args: string[]): Promise<unknown>;
}

/** A `Cluster` client of ioredis. */
export interface IoredisCluster extends IoredisClient {
  nodes(role: "master"): IoredisClient[];
}

/** A connected client or pool of node-redis (the package `redis`). */
export interface NodeRedisClient {
  sendCommand(args: string[]): Promise<unknown>;
}

/** A connected cluster of node-redis. */
export interface NodeRedisCluster {
  readonly masters: readonly unknown[];
  nodeClient(master: never): NodeRedisClient | Promise<NodeRedisClient>;
  sendCommand(firstKey: string, isReadonly: boolean, args: string[]): Promise<unknown>;
}

/** The clients that `redisInbox` accepts. */
export type RedisClient = IoredisClient | IoredisCluster | NodeRedisClient | NodeRedisCluster;

/** Sends a command to one server. */
export type SendToNode = (...command: string[]) => Promise<unknown>;

/** A command's name and arguments. */
export type Command = readonly [name: string, ...args: string[]];

/** Options of a call. */
interface CallOptions<Reply> {
  /** The source of the script that the command runs, for a server that has not loaded it. */
  scriptText?: string | undefined;
  /** Called with a reply that arrives after the timeout. */
  onLate?: ((reply: Reply) => void) | undefined;
}

/** One interface for all kinds of client. Applies the timeout and removes commands from errors. */
export interface RedisConnection {
  /** Sends a command to the server that has the key. */
  send(key: string, command: Command, options?: CallOptions<unknown>): Promise<unknown>;
  /** Returns a sender for each primary. */
  nodes(): Promise<SendToNode[]>;
}

/**
 * Wraps a client of any supported kind.
 *
 * @throws InvalidOptionError when the client is not supported
 */
export function toConnection(client: RedisClient, timeoutMs: number): RedisConnection {
  const raw = toRawConnection(client);
  const deadlines = createDeadlines(timeoutMs);
  return {
    send: (key, command, options) =>
      callWithTimeout(
        deadlines,
        (text) => raw.send(key, text === undefined ? command : toEval(text, command)),
        options,
      ),
    async nodes() {
      const known = await callWithTimeout(deadlines, raw.nodes);
      if (known.length === 0) {
        throw new Error(
          "The client knows no server of the Redis Cluster. Check that the cluster is up and the client is connected.",
        );
      }
      return known.map(
        (node) =>
          (...command) =>
            callWithTimeout(deadlines, () => node(...command)),
      );
    },
  };
}

function toRawConnection(client: RedisClient): {
  send: (key: string, command: Command) => Promise<unknown>;
  nodes: () => Promise<SendToNode[]>;
} {
  if (typeof client !== "object" || client === null) rejectClient();
  // ioredis also has a `sendCommand`, with another signature, so check `call` first.
  if ("call" in client) {
    const toSender =
      (node: IoredisClient): SendToNode =>
      (command = "", ...args) =>
        node.call(command, ...args);
    return {
      // ioredis finds the key in the command on its own.
      send: (_key, command) => client.call(...command),
      nodes: async () => {
        if (!("nodes" in client)) return [toSender(client)];
        // A new Cluster client knows no server before its first command.
        if (client.nodes("master").length === 0) await client.call("EXISTS", "numipay");
        return client.nodes("master").map(toSender);
      },
    };
  }
  if (!("sendCommand" in client)) rejectClient();
  const toSender =
    (node: NodeRedisClient): SendToNode =>
    (...command) =>
      node.sendCommand(command);
  if (!("masters" in client)) {
    return {
      send: (_key, command) => client.sendCommand([...command]),
      nodes: async () => [toSender(client)],
    };
  }
  return {
    send: (key, command) => client.sendCommand(key, false, [...command]),
    nodes: () =>
      Promise.all(
        client.masters.map(async (master) => toSender(await client.nodeClient(master as never))),
      ),
  };
}

function rejectClient(): never {
  throw new InvalidOptionError(
    "client",
    "must be a Redis or Cluster client of ioredis, or the result of createClient or createCluster from redis.",
  );
}

/**
 * Rejects after the timeout: clients queue commands while disconnected, some forever, and the delivery would hang. The
 * command may still run later.
 */
function callWithTimeout<Reply>(
  deadlines: Deadlines,
  call: (scriptText?: string) => Promise<Reply>,
  options?: CallOptions<Reply>,
): Promise<Reply> {
  // A single promise without async/await: every additional promise is measurable here.
  return new Promise((resolve, reject) => {
    const pending = call();
    const wait = deadlines.begin(reject);
    let scriptText = options?.scriptText;
    const onReply = (reply: Reply): void => {
      if (deadlines.end(wait)) resolve(reply);
      else options?.onLate?.(reply);
    };
    const onError = (thrown: unknown): void => {
      // Redis forgets scripts when it restarts or fails over.
      if (scriptText !== undefined && isUnknownScript(thrown)) {
        const text = scriptText;
        scriptText = undefined;
        call(text).then(onReply, onError);
        return;
      }
      deadlines.end(wait);
      reject(withoutCommand(thrown));
    };
    pending.then(onReply, onError);
  });
}

function isUnknownScript(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith("NOSCRIPT");
}

/** Turns EVALSHA into EVAL with the script's source. */
function toEval(scriptText: string, [, , ...args]: Command): Command {
  return ["EVAL", scriptText, ...args];
}

/** ioredis attaches the command to its errors. Removes it, because customer data must not reach a log. */
function withoutCommand(error: unknown): Error {
  const { message = "", name = "" } = error instanceof Error ? error : {};
  const plain = new Error(message || name || "The Redis client failed without a message.");
  if (name !== "") plain.name = name;
  return plain;
}
