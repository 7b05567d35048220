import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { builtinModules, createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { rolldown } from "rolldown";
import { esmExternalRequirePlugin } from "rolldown/plugins";
import { onTestFinished } from "vitest";

const require = createRequire(import.meta.url);
/** The path of the program. */
const { default: workerd } = require("workerd") as { default: string };
const entry = join(import.meta.dirname, "worker.ts");

export interface WorkerOptions {
  /** The module of the Worker. */
  source: string;
  /** Such as `nodejs_compat`. */
  flags: readonly string[];
  /** Its text bindings. */
  env: Readonly<Record<string, string>>;
}

/** Starts a Worker in workerd, the runtime of Cloudflare. Stopped when the test ends. Returns its URL. */
export async function startWorker({ source, flags, env }: WorkerOptions): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "numipay-worker-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "worker.js"), await bundle(source));
  const config = join(folder, "config.capnp");
  writeFileSync(config, toConfig(flags, env));
  const child = spawn(workerd, ["serve", config, "--control-fd=1"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = once(child, "exit");
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await exited;
  });
  let log = "";
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (log += chunk));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", () => reject(new Error(`The Worker did not start. ${log}`)));
    createInterface(child.stdout).on("line", (line) => {
      const [, port] = /^\{.*"event":"listen".*"port":(\d+)/.exec(line) ?? [];
      if (port !== undefined) resolve(`http://127.0.0.1:${port}`);
    });
  });
}

/** Bundles a Worker as Wrangler does: with the files for browsers, and without the modules of Node. */
async function bundle(source: string): Promise<string> {
  const external = [/^node:/, ...builtinModules];
  const bundled = await rolldown({
    input: entry,
    platform: "browser",
    resolve: { conditionNames: ["workerd", "worker", "browser"] },
    plugins: [
      {
        name: "source",
        resolveId: (id) => (id === entry ? entry : undefined),
        load: (id) => (id === entry ? source : undefined),
      },
      esmExternalRequirePlugin({ external }),
    ],
    onLog(level, { message }) {
      throw new Error(`${level}: ${message}`);
    },
  });
  const { output } = await bundled.generate({ format: "esm", codeSplitting: false });
  return output[0].code;
}

function toConfig(flags: readonly string[], env: Readonly<Record<string, string>>): string {
  const bindings = Object.entries(env).map(
    ([name, value]) => `(name = ${JSON.stringify(name)}, text = ${JSON.stringify(value)})`,
  );
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "worker", worker = (
      modules = [(name = "worker.js", esModule = embed "worker.js")],
      compatibilityDate = "2026-04-01",
      compatibilityFlags = ${JSON.stringify(flags)},
      bindings = [${bindings.join(", ")}],
      globalOutbound = "machine",
    )),
    # The gateway and the collector run on this machine.
    (name = "machine", network = (allow = ["local", "private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "worker")],
);
`;
}
