// @ts-check
import type { ChildProcess } from "node:child_process";
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { path } from "./sign-deliveries.js";

export interface BenchServer {
  name: string;
  url: string;
  ask: () => Promise<{ handled: number; cpuMicroseconds: number }>;
  stop: () => void;
}

/**
 * A server in a process of its own.
 *
 * @param file its program, in servers/
 */
export async function startServer(name: string, file: string): Promise<BenchServer> {
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

/** Its complaints are shown only if it ends: refusing the tampered delivery of the proof makes one. */
async function failAtEnd(child: ChildProcess, name: string): Promise<never> {
  let complaints = "";
  child.stderr?.setEncoding("utf8").on("data", (text) => {
    complaints += text;
  });
  const [code] = await once(child, "exit");
  throw new Error(`The server ${name} ended with code ${code}.\n${complaints}`);
}
