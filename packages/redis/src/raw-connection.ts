import { InvalidOptionError } from "@numipay/core";

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
  readonly isOpen: boolean;
  sendCommand(args: string[]): Promise<unknown>;
}

/** A connected cluster of node-redis. */
export interface NodeRedisCluster {
  readonly isOpen: boolean;
  readonly masters: readonly unknown[];
  nodeClient(master: never): NodeRedisNode | Promise<NodeRedisNode>;
  sendCommand(firstKey: string, isReadonly: boolean, args: string[]): Promise<unknown>;
}

/** The client of one server in a cluster of node-redis. */
type NodeRedisNode = Pick<NodeRedisClient, "sendCommand">;

/** A connected sentinel client of node-redis. */
export interface NodeRedisSentinel {
  readonly isOpen: boolean;
  getSentinelNode(): unknown;
  sendCommand(isReadonly: boolean, args: string[]): Promise<unknown>;
}

/** The clients that `redisInbox` accepts. */
export type RedisClient =
  | IoredisClient
  | IoredisCluster
  | NodeRedisClient
  | NodeRedisCluster
  | NodeRedisSentinel;

/** Sends a command to one server. */
export type SendToNode = (...command: string[]) => Promise<unknown>;

/** A command's name and arguments. */
export type Command = readonly [name: string, ...args: string[]];

/** One interface for all kinds of client. */
export interface RawConnection {
  /** Sends a command to the server that has the key. */
  send(key: string, command: Command): Promise<unknown>;
  /** Returns a sender for each primary. */
  nodes: () => Promise<SendToNode[]>;
}

/**
 * Wraps a client of any supported kind.
 *
 * @throws InvalidOptionError when the client is not supported
 */
export function toRawConnection(client: RedisClient): RawConnection {
  if (typeof client !== "object" || client === null) rejectClient();
  // ioredis also has a `sendCommand`, with another signature, so check `call` first.
  if ("call" in client && typeof client.call === "function") return ofIoredis(client);
  // Commands in a transaction and clients with callbacks also have `sendCommand`, but are never open.
  if (!("isOpen" in client) || typeof client.sendCommand !== "function") rejectClient();
  const { legacyMode } = (client as { options?: { legacyMode?: unknown } }).options ?? {};
  if (legacyMode === true) rejectClient();
  return ofNodeRedis(client);
}

function ofIoredis(client: IoredisClient | IoredisCluster): RawConnection {
  const toSender =
    (node: IoredisClient): SendToNode =>
    (command = "", ...args) =>
      node.call(command, ...args);
  return {
    // ioredis finds the key in the command on its own.
    send: (_key, command) => client.call(...command),
    async nodes() {
      if (!("nodes" in client)) return [toSender(client)];
      // A new Cluster client knows no server before its first command.
      if (client.nodes("master").length === 0) await client.call("TIME");
      return client.nodes("master").map(toSender);
    },
  };
}

function ofNodeRedis(
  client: NodeRedisClient | NodeRedisCluster | NodeRedisSentinel,
): RawConnection {
  if ("masters" in client) {
    return {
      send: (key, command) => client.sendCommand(key, false, [...command]),
      nodes: () =>
        Promise.all(
          client.masters.map(async (master): Promise<SendToNode> => {
            const node = await client.nodeClient(master as never);
            return (...command) => node.sendCommand(command);
          }),
        ),
    };
  }
  // A sentinel client sends what is not read-only to the primary.
  const send =
    "getSentinelNode" in client
      ? (command: string[]) => client.sendCommand(false, command)
      : (command: string[]) => client.sendCommand(command);
  return {
    send: (_key, command) => send([...command]),
    nodes: async () => [(...command) => send(command)],
  };
}

function rejectClient(): never {
  throw new InvalidOptionError(
    "client",
    "must be a Redis or Cluster client of ioredis, or the result of createClient, createClientPool, createCluster or " +
      "createSentinel of redis 4 or newer, without legacyMode.",
  );
}
