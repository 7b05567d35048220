import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { RemoteRuntime } from "./runtimes.js";
import { writeWorkerdConfig } from "./workerd-config.js";

type RuntimeName = RemoteRuntime["program"];

export interface RemoteServer {
  origin: string;
  close: () => void;
}

const entryOf = (name: RuntimeName): string =>
  fileURLToPath(new URL(`remote/${name}.js`, import.meta.url));

/** The arguments that start the server on each runtime. Deno gets no permission but the local network. */
const argumentsOf: Record<RuntimeName, () => string[]> = {
  bun: () => [entryOf("bun")],
  deno: () => ["run", "--no-prompt", "--no-lock", "--allow-net=127.0.0.1", entryOf("deno")],
  workerd: () => ["serve", writeWorkerdConfig(entryOf("workerd")), "--control-fd=1"],
};

/** Starts the server on a runtime. Resolves once it listens, and rejects if it exits first. */
export function startRemoteServer(name: RuntimeName, path: string): Promise<RemoteServer> {
  const child = spawn(path, argumentsOf[name](), {
    stdio: ["ignore", "pipe", "pipe"],
    // Its own process group: some of these programs are started by a script that would not end them.
    detached: true,
  });
  let log = "";
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (log += chunk));
  const close = () => {
    try {
      process.kill(-Number(child.pid), "SIGKILL");
    } catch {
      // It has already exited.
    }
  };
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => {
      reject(new Error(`${name} exited with code ${code}. ${log.trim()}`));
    });
    createInterface(child.stdout).on("line", (line) => {
      const port = readPort(line);
      if (port !== undefined) resolve({ origin: `http://127.0.0.1:${port}`, close });
    });
  });
}

/** The port, if the line reports that the server listens. */
function readPort(line: string): number | undefined {
  if (!line.startsWith("{")) return undefined;
  const { event, port } = JSON.parse(line) as { event?: string; port?: number };
  return event === "listen" ? port : undefined;
}
