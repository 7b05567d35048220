// The shop as a process of its own, as `npm start` runs it, with its data in a folder.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Beside this file's compiled form, or below `dist` if a test runs the source. */
const programs = ["../src/main.js", "../dist/src/main.js"].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

export interface ShopProcess {
  url: string;
  /** Sends the signal and waits until the process has ended. `SIGKILL` gives it no time for anything. */
  end: (signal: "SIGKILL" | "SIGTERM") => Promise<void>;
}

/** Starts the shop and waits until it listens. */
export async function startShopProcess(env: Record<string, string>): Promise<ShopProcess> {
  const program = programs.find((path) => existsSync(path)) ?? "";
  const child = spawn(process.execPath, [program], {
    env: { PATH: process.env["PATH"], ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = once(child, "exit");
  let printed = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (printed += text));
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
      // The last line: it listens, and everything before is complete.
      if (printed.includes("Ctrl-C")) resolve(/Shop +(\S+)/.exec(printed)?.[1] ?? "");
    });
    child.once("error", reject);
    child.once("exit", () => reject(new Error(`The shop did not start:\n${printed}`)));
  });
  return {
    url,
    async end(signal) {
      child.kill(signal);
      await exited;
    },
  };
}
