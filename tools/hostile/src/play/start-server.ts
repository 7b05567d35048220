// @ts-check
import type { Work } from "../servers/count-work.js";
import { fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The same for every server. Some peers hold gigabytes under these attacks, and must be measured rather than end. */
const nodeFlags = ["--max-old-space-size=6144"];

export type ServerState = Work & {
  cpuMicroseconds: number;
  readBytes: number;
  maxRssKilobytes: number;
};

export interface HostileServer {
  name: string;
  port: number;
  ask: () => Promise<ServerState>;
  peakMegabytes: () => Promise<number>;
  stop: () => Promise<void>;
}

/**
 * A server in a process of its own.
 *
 * @param name its program, in servers/
 */
export async function startServer(name: string): Promise<HostileServer> {
  const child = fork(fileURLToPath(new URL(`../servers/${name}.js`, import.meta.url)), {
    execArgv: nodeFlags,
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  const exited = once(child, "exit");
  const ended = failAtEnd(child, exited, name);
  // After the last question its end is no failure.
  ended.catch(() => {});
  const nextMessage = async () => {
    const [message] = await Promise.race([once(child, "message"), ended]);
    return message;
  };
  const { port } = await nextMessage();
  const ask = () => {
    child.send("state");
    return nextMessage();
  };
  return {
    name,
    port,
    ask,
    peakMegabytes: async () => readPeak(child.pid) ?? (await ask()).maxRssKilobytes / 1024,
    async stop() {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}

/** `VmHWM`: the most memory that the process ever held. Linux only; elsewhere the process's own count must do. */
function readPeak(pid) {
  try {
    const [, kilobytes] =
      /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
}

async function failAtEnd(child, exited, name): Promise<never> {
  let complaints = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    complaints = (complaints + text).slice(-4000);
  });
  const [code, signal] = await exited;
  throw new Error(`The server ${name} ended with ${signal ?? `code ${code}`}.\n${complaints}`);
}
