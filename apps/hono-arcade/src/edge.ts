// @ts-check
// The relay as runtimes at the edge want it: Workers, Deno, Bun. No import here, or below, needs Node.
import { createRelay } from "./create-relay.js";
import { readSettings } from "./read-settings.js";

let relay: ReturnType<typeof createRelay> | undefined;

export default {
  /** @param env which a worker is given with its first request, and not before */
  fetch(request: Request, env: Record<string, string | undefined>) {
    // Made once: the webhook remembers what it has applied.
    relay ??= createRelay(readSettings(env));
    return relay.fetch(request, env);
  },
};
