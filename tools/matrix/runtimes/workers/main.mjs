// Each Worker is bundled as Wrangler does it, and run by Miniflare.
import { buildSync } from "esbuild";
import { Miniflare } from "miniflare";
import { print } from "play";

const { NUMIPAY_SIGNATURE_PASSWORD } = process.env;

async function start(setup, name, options, isObject = false) {
  buildSync({
    entryPoints: [`${name}.mjs`],
    bundle: true,
    format: "esm",
    outfile: `dist/${name}.mjs`,
    external: ["cloudflare:workers", "node:*"],
    conditions: ["workerd", "worker", "browser"],
    logLevel: "warning",
  });
  const worker = new Miniflare({
    modules: true,
    modulesRoot: "dist",
    scriptPath: `dist/${name}.mjs`,
    compatibilityDate: "2026-07-01",
    bindings: NUMIPAY_SIGNATURE_PASSWORD === undefined ? {} : { NUMIPAY_SIGNATURE_PASSWORD },
    host: "127.0.0.1",
    port: 0,
    ...options,
  });
  const { href } = await worker.ready;
  print({
    setup,
    webhooks: { "": `${href}webhooks/numipay` },
    health: `${href}health`,
    ...(isObject ? {} : { consumed: `${href}consumed`, client: href }),
  });
}

await start("Worker", "worker", {});
await start("Worker with nodejs_compat", "compatible", { compatibilityFlags: ["nodejs_compat"] });
await start("Durable Object", "durable-object", { durableObjects: { WALLET: "Wallet" } }, true);
print({ ready: true });
