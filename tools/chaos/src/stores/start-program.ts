import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** A running server process. */
export interface RunningProgram {
  kill(): Promise<void>;
}

/** The user that a program runs as. */
export interface SystemUser {
  uid: number;
  gid: number;
}

export interface ProgramOptions {
  command: string;
  args: string[];
  port: number;
  /** Defaults to the current user. */
  user?: SystemUser | undefined;
}

const mostAttempts = 1000;
const attemptPauseMs = 20;

/** Returns a port that is free right now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Starts a server and waits until its port accepts connections. It only ever ends by `kill -9`. */
export async function startProgram({
  command,
  args,
  port,
  user,
}: ProgramOptions): Promise<RunningProgram> {
  const child = spawn(command, args, { stdio: ["ignore", "ignore", "pipe"], ...user });
  let stderr = "";
  child.stderr
    .setEncoding("utf8")
    .on("data", (text: string) => (stderr = (stderr + text).slice(-2000)));
  child.on("error", (error) => (stderr = error.message));
  for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
    if (await acceptsConnections(port)) break;
    if (child.exitCode !== null || attempt === mostAttempts) {
      throw new Error(`${command} did not start: ${stderr}`);
    }
    await pause(attemptPauseMs);
  }
  return {
    async kill() {
      const exited = once(child, "exit");
      if (child.exitCode === null && child.signalCode === null) {
        // Stopped first, so that it cannot fork while its children are listed.
        child.kill("SIGSTOP");
        for (const pid of childrenOf(child.pid)) killProcess(pid);
        child.kill("SIGKILL");
        await exited;
      }
    },
  };
}

function childrenOf(pid: number | undefined): number[] {
  try {
    const list = execFileSync("ps", ["-o", "pid=", "--ppid", String(pid)], { encoding: "utf8" });
    return list
      .split("\n")
      .map(Number)
      .filter((number) => number > 0);
  } catch {
    // `ps` exits with 1 when there are no children.
    return [];
  }
}

function killProcess(pid: number) {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // The process has already exited.
  }
}

function acceptsConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.on("connect", () => resolve(true)).on("error", () => resolve(false));
    socket.on("connect", () => socket.destroy());
  });
}
