// @ts-check
import { serve } from "./worker.js";

/** @typedef {{ serve(options: object): { port: number } }} Bun */

const { Bun } = /** @type {{ Bun: Bun }} */ (/** @type {unknown} */ (globalThis));
const { port } = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: serve });
console.log(JSON.stringify({ event: "listen", port }));
