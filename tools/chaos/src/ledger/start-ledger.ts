import type { Entry } from "../receiver/create-bookkeeper.js";
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { call } from "./call.js";

const program = fileURLToPath(new URL("ledger-process.js", import.meta.url));

/** Starts the process of the ledger. */
export async function startLedger(options: { leaseMs: number }) {
  const child = fork(program, [JSON.stringify(options)], {
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (text) => (said = (said + text).slice(-2000)));
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const ended = once(child, "exit");
  const fail = () => {
    throw new Error(`The ledger ended by itself: ${said}`);
  };
  const [message] = await Promise.race([once(child, "message"), ended.then(fail)]);
  const { url } = message as { url: string };

  return {
    url,
    pid: child.pid ?? 0,
    /** Whether it is gone: whatever is played then has nowhere to be booked. */
    hasEnded,
    /**
     * What was booked, and how often a handler came to its effect: more often than there are entries where it ran again, or
     * too late.
     *
     * @returns rejects where it is gone
     */
    async books(): Promise<{ entries: Entry[]; runs: number }> {
      if (hasEnded()) fail();
      return await call(url, "books", {});
    },
    async close() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
