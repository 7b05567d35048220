// Entry point for Workers, Deno and Bun. Neither this file nor its imports depend on Node.
import { createRelay } from "./create-relay.js";
import { readSettings } from "./read-settings.js";

let relay: ReturnType<typeof createRelay> | undefined;

export default {
  /** @param env environment bindings, which Workers pass with each request */
  fetch(request: Request, env: Record<string, string | undefined>) {
    // Created once per instance: the webhook keeps its inbox in memory.
    relay ??= createRelay(readSettings(env));
    return relay.fetch(request, env);
  },
};
