import { InvalidOptionError } from "@numipay/core";
import { createDeadlines, type Deadlines } from "./deadlines.js";

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

/** A command's name and its arguments. */
export type Command = readonly [name: string, ...args: string[]];

/** What else there is to do about an answer. */
interface Others<Reply> {
  /** The text of the script that the command runs by name, for a server that does not know it. */
  scriptText?: string | undefined;
  /** Gets an answer that came after the caller gave up. */
  onLate?: ((reply: Reply) => void) | undefined;
}

/** The four kinds of client as one. Rejects in time, with errors that show no arguments. */
export interface RedisConnection {
  /** Sends a command to the server that has the key. */
  send(key: string, command: Command, others?: Others<unknown>): Promise<unknown>;
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
  const deadlines = createDeadlines(timeoutMs);
  return {
    send: (key, command, others) =>
      answerInTime(
        deadlines,
        (text) => raw.send(key, text === undefined ? command : toEval(text, command)),
        others,
      ),
    async nodes() {
      const known = await answerInTime(deadlines, raw.nodes);
      if (known.length === 0) {
        throw new Error(
          "No server of the Redis Cluster is known. Is it up, and the client connected?",
        );
      }
      return known.map(
        (node) =>
          (...command) =>
            answerInTime(deadlines, () => node(...command)),
      );
    },
  };
}

function toRawConnection(client: RedisClient): {
  send: (key: string, command: Command) => Promise<unknown>;
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
      send: (_key, command) => client.call(...command),
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
function answerInTime<Reply>(
  deadlines: Deadlines,
  ask: (scriptText?: string) => Promise<Reply>,
  others?: Others<Reply>,
): Promise<Reply> {
  // By hand: each promise more takes its time.
  return new Promise((resolve, reject) => {
    const answer = ask();
    const wait = deadlines.begin(reject);
    let scriptText = others?.scriptText;
    const onReply = (reply: Reply): void => {
      if (deadlines.end(wait)) resolve(reply);
      else others?.onLate?.(reply);
    };
    const onError = (thrown: unknown): void => {
      // Redis forgets scripts when it restarts or fails over.
      if (scriptText !== undefined && isUnknownScript(thrown)) {
        const text = scriptText;
        scriptText = undefined;
        ask(text).then(onReply, onError);
        return;
      }
      deadlines.end(wait);
      reject(withoutCommand(thrown));
    };
    answer.then(onReply, onError);
  });
}

function isUnknownScript(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith("NOSCRIPT");
}

/** EVALSHA, which names a script, as EVAL, which brings it. */
function toEval(scriptText: string, [, , ...args]: Command): Command {
  return ["EVAL", scriptText, ...args];
}

/** ioredis hangs the command with all its arguments on its errors: customers' data does not belong into a log. */
function withoutCommand(error: unknown): Error {
  const { message = "", name = "" } = error instanceof Error ? error : {};
  const plain = new Error(message || name || "Redis did not answer.");
  if (name !== "") plain.name = name;
  return plain;
}
