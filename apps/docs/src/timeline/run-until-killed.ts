// A shop as a process of its own, which is killed between a debit and its payout.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Beside this file's compiled form, or below `dist` if a test runs the source. */
const programs = ["./killed-shop.js", "../../dist/src/timeline/killed-shop.js"].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

export interface Withdrawal {
  /** Whether the shop is the negative control. */
  isPlain: boolean;
  /** The folder of the shop's database. */
  folder: string;
  /** Of the client, which sends nothing: the shop is killed before. */
  client: { apiKey: string; baseUrl: string };
  trackingId: string;
  amount: string;
}

/** Starts a shop that withdraws, and kills itself with `SIGKILL` when the debit is committed. Rejects if it ends in any other way. */
export async function runUntilKilled(withdrawal: Withdrawal): Promise<void> {
  const program = programs.find((path) => existsSync(path)) ?? "";
  const child = spawn(process.execPath, [program, JSON.stringify(withdrawal)], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let printed = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (printed += text));
  const [, signal] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
  if (signal !== "SIGKILL") throw new Error(`The shop was not killed:\n${printed}`);
}
