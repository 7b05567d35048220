import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { call } from "./call.js";
import type { LedgerSnapshot } from "./entry.js";
import type { LedgerOptions } from "./ledger.js";

const program = fileURLToPath(new URL("./ledger-process.js", import.meta.url));

export type LedgerProcess = Awaited<ReturnType<typeof startLedger>>;

/** Starts the ledger process. */
export async function startLedger(options: LedgerOptions) {
  const child = fork(program, [JSON.stringify(options)], {
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let stderr = "";
  child.stderr
    ?.setEncoding("utf8")
    .on("data", (text: string) => (stderr = (stderr + text).slice(-2000)));
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const exited = once(child, "exit");
  const fail = () => {
    throw new Error(`The ledger process exited unexpectedly: ${stderr}`);
  };
  const [message] = await Promise.race([once(child, "message"), exited.then(fail)]);
  const { url } = message as { url: string };

  return {
    url,
    pid: child.pid ?? 0,
    /** Whether the process has exited, so that effects can no longer be recorded. */
    hasEnded,
    /**
     * Returns the entries, and how many times a handler reached its effect. There are more runs than entries when a handler
     * ran again or too late. Throws when the process has exited.
     */
    async snapshot(): Promise<LedgerSnapshot> {
      if (hasEnded()) fail();
      return (await call(url, "snapshot", {})) as LedgerSnapshot;
    },
    async close() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}
