import { readFileSync } from "node:fs";
import { startProgram } from "measure";
import type { Work } from "../servers/work-counter.js";

/** The same for every server. Some peers hold gigabytes under these attacks, and must survive to be measured. */
const nodeFlags = ["--max-old-space-size=6144", "--expose-gc"];

/** What a server reports of itself. */
export interface ServerState extends Work {
  cpuMicroseconds: number;
  readBytes: number;
  maxRssKilobytes: number;
}

export interface HostileServer {
  port: number;
  readState: () => Promise<ServerState>;
  collectGarbage: () => Promise<void>;
  peakMegabytes: () => Promise<number>;
  stop: () => Promise<void>;
}

/**
 * Starts a server in a child process.
 *
 * @param name its program in servers/
 */
export async function startServer(name: string): Promise<HostileServer> {
  const program = startProgram(new URL(`../servers/${name}.js`, import.meta.url), {
    name: `The server ${name}`,
    nodeFlags,
  });
  const { port } = (await program.nextMessage()) as { port: number };
  const readState = async () => (await program.request("state")) as ServerState;
  return {
    port,
    readState,
    collectGarbage: async () => void (await program.request("collect garbage")),
    peakMegabytes: async () => readPeak(program.pid) ?? (await readState()).maxRssKilobytes / 1024,
    stop: program.stop,
  };
}

/** Reads `VmHWM`, the peak memory of a process in megabytes. Returns undefined outside Linux. */
function readPeak(pid: number | undefined): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(status) ?? [];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
}
