import { createDeadlines, type Deadlines } from "./deadlines.js";
import {
  type Command,
  type RedisClient,
  type SendToNode,
  toRawConnection,
} from "./raw-connection.js";

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
  const known = message || name || "The Redis client failed without a message.";
  const plain = new Error(withAdvice(known));
  if (name !== "") plain.name = name;
  return plain;
}

/** Adds the fix to a rejected write. The code is not always the first word if a script ran the command. */
function withAdvice(message: string): string {
  if (/\bREADONLY\b/.test(message)) {
    return `Redis is a read-only replica (${message}). Connect the client to the primary, and let it reconnect after a failover.`;
  }
  if (/\bOOM\b/.test(message)) {
    return `The memory of Redis is full (${message}). Delete other data, or increase maxmemory.`;
  }
  return message;
}
