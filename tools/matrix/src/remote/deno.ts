import { serve } from "./worker.js";

interface DenoRuntime {
  serve(
    options: { hostname: string; port: number; onListen: (address: { port: number }) => void },
    handler: (request: Request) => Promise<Response>,
  ): unknown;
}

const { Deno } = globalThis as unknown as { Deno: DenoRuntime };
Deno.serve(
  {
    hostname: "127.0.0.1",
    port: 0,
    onListen: ({ port }) => console.log(JSON.stringify({ event: "listen", port })),
  },
  serve,
);
