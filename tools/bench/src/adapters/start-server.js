// @ts-check
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { path } from "./sign-deliveries.js";

/**
 * @typedef {{
 *   name: string,
 *   url: string,
 *   ask: () => Promise<{ handled: number, cpuMicroseconds: number }>,
 *   stop: () => void,
 * }} BenchServer
 */

/**
 * A server in a process of its own.
 *
 * @param {string} name
 * @param {string} file its program, in servers/
 * @returns {Promise<BenchServer>}
 */
export async function startServer(name, file) {
  const child = fork(fileURLToPath(new URL(`servers/${file}`, import.meta.url)), {
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  const ended = failAtEnd(child, name);
  // Nobody waits for it after the last question.
  ended.catch(() => {});
  const hear = async () => {
    const [message] = await Promise.race([once(child, "message"), ended]);
    return message;
  };
  const { port } = await hear();
  return {
    name,
    url: `http://127.0.0.1:${port}${path}`,
    ask() {
      child.send("how far are you?");
      return hear();
    },
    stop: () => child.disconnect(),
  };
}

/**
 * Its complaints are shown only if it ends: refusing the tampered delivery of the proof makes one.
 *
 * @param {import("node:child_process").ChildProcess} child
 * @param {string} name
 * @returns {Promise<never>}
 */
async function failAtEnd(child, name) {
  let complaints = "";
  child.stderr?.setEncoding("utf8").on("data", (text) => {
    complaints += text;
  });
  const [code] = await once(child, "exit");
  throw new Error(`The server ${name} ended with code ${code}.\n${complaints}`);
}
