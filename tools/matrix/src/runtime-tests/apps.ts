import type { KnownExceptions } from "@numipay/testing";

/** The program that runs the app. Miniflare is a library of Node. */
export type AppRuntime = "node" | "bun" | "deno" | "miniflare";

/** A case that cannot pass. It still runs and must fail. */
export interface AppException {
  /** The name of the setup. */
  setup: string;
  /** The name of the case. */
  name: string;
  /** How the names of the runtimes start. Defaults to all. */
  runtime?: string;
  reason: string;
}

/** An app of `tools/matrix/runtimes`. */
export interface App {
  /** Its name in the table. */
  name: string;
  folder: string;
  runtime: AppRuntime;
  /** The runtime's arguments before the app's program. */
  flags?: readonly string[];
  /** Programs of Node that run once after the installation, without secrets. */
  builds?: readonly (readonly string[])[];
  /** Whether its builds are fast enough for the quick run. */
  isQuick?: boolean;
  /** The oldest Node that its framework supports, such as `[22, 17]`. Defaults to that of the packages. */
  oldestNode?: readonly [major: number, minor: number];
  /** Versions of its dependencies other than those of versions.json. */
  versions?: Readonly<Record<string, string>>;
  /** Set if its setups also run the conformance suite: the cases that cannot pass, by setup. */
  suiteExceptions?: Readonly<Record<string, KnownExceptions>>;
  /** Whether its environment can have a proxy. */
  hasProxy?: boolean;
  knownExceptions?: readonly AppException[];
}

const denoFlags = [
  "run",
  "--no-prompt",
  "--no-lock",
  "--node-modules-dir=manual",
  "--allow-net=127.0.0.1,gateway.test",
  "--allow-env",
  "--allow-read=.",
  "--allow-sys",
];

const svelteKit = {
  folder: "sveltekit",
  runtime: "node",
  builds: [["node_modules/vite/bin/vite.js", "build"]],
  suiteExceptions: {
    "+server.js, adapter-node": {
      "responds the same to every bad signature":
        "SvelteKit rejects a form without its own origin with 403, before the webhook",
    },
    "+server.js, vite dev": {},
  },
} as const;

export const apps: readonly App[] = [
  // First, because it takes longest to install and build.
  {
    name: "Next.js",
    folder: "next",
    runtime: "node",
    builds: [["node_modules/next/dist/bin/next", "build"]],
    knownExceptions: ["API route", "API route without bodyParser"].map((setup) => ({
      setup,
      name: "reports a missing password",
      reason: "the route's module throws without a password, and Next.js responds with a 500",
    })),
  },
  { name: "SvelteKit 3", ...svelteKit, isQuick: true, oldestNode: [22, 17] },
  {
    name: "SvelteKit 2",
    ...svelteKit,
    versions: { "@sveltejs/adapter-node": "5.5.7", "@sveltejs/kit": "2.70.4" },
  },
  {
    name: "Nuxt (Nitro 2)",
    folder: "nuxt",
    runtime: "node",
    builds: [["node_modules/nitropack/dist/cli/index.mjs", "build"]],
    suiteExceptions: {},
  },
  { name: "node:http", folder: "node", runtime: "node", hasProxy: true },
  { name: "node:http2", folder: "http2", runtime: "node" },
  { name: "AWS Lambda", folder: "lambda", runtime: "node" },
  { name: "Google Cloud Functions", folder: "cloud-functions", runtime: "node" },
  {
    name: "Azure Functions",
    folder: "azure-functions",
    runtime: "node",
    builds: [["node_modules/typescript/bin/tsc", "-p", "tsconfig.consumer.json"]],
  },
  {
    name: "Bun",
    folder: "bun",
    runtime: "bun",
    hasProxy: true,
    knownExceptions: [
      {
        setup: "Bun.serve",
        name: "reports a proxy that refuses the tunnel",
        runtime: "Bun 1.3",
        reason: "Bun before 1.4 returns the proxy's response as the gateway's",
      },
    ],
  },
  { name: "Elysia", folder: "elysia", runtime: "bun", suiteExceptions: {} },
  { name: "Deno", folder: "deno", runtime: "deno", flags: denoFlags, hasProxy: true },
  {
    name: "Cloudflare Workers",
    folder: "workers",
    runtime: "miniflare",
    knownExceptions: ["Worker", "Worker with nodejs_compat"].map((setup) => ({
      setup,
      name: "reports a refused connection",
      reason:
        "workerd has one error for a refused and a broken connection, so the outcome is unknown",
    })),
  },
];
