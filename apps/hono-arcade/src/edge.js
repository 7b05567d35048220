// @ts-check
// The relay as runtimes at the edge want it: Workers, Deno, Bun. No import here, or below, needs Node.
import { createRelay } from "./create-relay.js";
import { readSettings } from "./read-settings.js";

/** @type {ReturnType<typeof createRelay> | undefined} */
let relay;

export default {
  /**
   * @param {Request} request
   * @param {Record<string, string | undefined>} env which a worker is given with its first request, and not before
   */
  fetch(request, env) {
    // Made once: the webhook remembers what it has applied.
    relay ??= createRelay(readSettings(env));
    return relay.fetch(request, env);
  },
};
