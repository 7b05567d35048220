import type { Redis } from "ioredis";

/** A client that sends every script twice, as ioredis does after losing the first reply. */
export function resending(client: Redis) {
  return {
    async call(command: string, ...args: string[]) {
      if (/^eval/i.test(command)) await client.call(command, ...args);
      return client.call(command, ...args);
    },
  };
}
