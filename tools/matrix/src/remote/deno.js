// @ts-check
import { serve } from "./worker.js";

/** @typedef {{ serve(options: object, handler: typeof serve): void }} Deno */

const { Deno } = /** @type {{ Deno: Deno }} */ (/** @type {unknown} */ (globalThis));
Deno.serve(
  {
    hostname: "127.0.0.1",
    port: 0,
    onListen: ({ port }) => console.log(JSON.stringify({ event: "listen", port })),
  },
  serve,
);
