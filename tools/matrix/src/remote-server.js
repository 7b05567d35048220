// @ts-check
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { writeWorkerdConfig } from "./workerd-config.js";

const onBun = fileURLToPath(new URL("remote/bun.js", import.meta.url));
const onDeno = fileURLToPath(new URL("remote/deno.js", import.meta.url));
const onWorkerd = fileURLToPath(new URL("remote/workerd.js", import.meta.url));

/** How each program is started with the server. Deno gets the network, and no right beyond it. */
const argumentsOf = {
  bun: () => [onBun],
  deno: () => ["run", "--no-prompt", "--no-lock", "--allow-net=127.0.0.1", onDeno],
  workerd: () => ["serve", writeWorkerdConfig(onWorkerd), "--control-fd=1"],
};

/**
 * Starts the server on a runtime, and resolves once it listens.
 *
 * @param {string} name
 * @param {string} program
 * @returns {Promise<{ origin: string, close: () => void }>}
 */
export function startRemoteServer(name, program) {
  const child = spawn(program, argumentsOf[name](), {
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own: some of these programs are started by a script, which would not end them with itself.
    detached: true,
  });
  let log = "";
  child.stderr.setEncoding("utf8").on("data", (chunk) => (log += chunk));
  const close = () => {
    try {
      process.kill(-Number(child.pid), "SIGKILL");
    } catch {
      // It ended by itself.
    }
  };
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`${name} ended with ${code}. ${log.trim()}`)));
    createInterface(child.stdout).on("line", (line) => {
      const { event, port } = line.startsWith("{") ? JSON.parse(line) : {};
      if (event !== "listen") return;
      resolve({ origin: `http://127.0.0.1:${port}`, close });
    });
  });
}
