import { serve } from "./worker.js";

interface BunRuntime {
  serve(options: {
    hostname: string;
    port: number;
    fetch: (request: Request) => Promise<Response>;
  }): { port: number };
}

const { Bun } = globalThis as unknown as { Bun: BunRuntime };
const { port } = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: serve });
console.log(JSON.stringify({ event: "listen", port }));
