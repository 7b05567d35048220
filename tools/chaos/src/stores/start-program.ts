import type { AddressInfo } from "node:net";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** A port that nobody listens on right now. */
export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Starts a server and waits until its port answers. It is killed with `kill -9`, never asked to stop. */
export async function startProgram({ command, args, port, user = {} }) {
  const child = spawn(command, args, { stdio: ["ignore", "ignore", "pipe"], ...user });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (said = (said + text).slice(-2000)));
  child.on("error", (error) => (said = error.message));
  for (let tries = 0; tries < 1000; tries += 1) {
    if (await answers(port)) break;
    if (child.exitCode !== null || tries === 999) throw new Error(`${command}: ${said}`);
    await pause(20);
  }
  return {
    async kill() {
      const gone = once(child, "exit");
      if (child.exitCode === null && child.signalCode === null) {
        // It may have no new children while its old ones are counted.
        child.kill("SIGSTOP");
        for (const pid of childrenOf(child.pid)) endNow(pid);
        child.kill("SIGKILL");
        await gone;
      }
    },
  };
}

function childrenOf(pid) {
  try {
    const list = execFileSync("ps", ["-o", "pid=", "--ppid", String(pid)], { encoding: "utf8" });
    return list
      .split("\n")
      .map(Number)
      .filter((number) => number > 0);
  } catch {
    // ps answers 1 where there is none.
    return [];
  }
}

function endNow(pid) {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It was quicker.
  }
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.on("connect", () => resolve(true)).on("error", () => resolve(false));
    socket.on("connect", () => socket.destroy());
  });
}
