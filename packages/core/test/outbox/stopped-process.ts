import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { expect, onTestFinished } from "vitest";

const entry = new URL("../../dist/index.js", import.meta.url).href;

/** Sends a payment, stops itself between the claim and the request, and prints how the call ended. */
const program = `
  const [url, timeoutMs, stopAfter] = process.argv.slice(1);
  const { createJournal, memoryJournalStore, Numipay } = await import(${JSON.stringify(entry)});
  const stop = () => process.kill(process.pid, "SIGSTOP");
  const inner = memoryJournalStore();
  const store = {
    ...inner,
    async claim(...args) {
      const claim = await inner.claim(...args);
      if (stopAfter === "claim") stop();
      return claim;
    },
  };
  let attempts = 0;
  const failOnce = async (...args) => {
    attempts += 1;
    if (attempts > 1) return fetch(...args);
    setImmediate(stop);
    throw Object.assign(new Error("refused"), { code: "ECONNREFUSED", syscall: "connect" });
  };
  const numipay = new Numipay({
    apiKey: "test-key-0001",
    baseUrl: url,
    timeoutMs: Number(timeoutMs),
    retryDelayMs: 20,
    fetch: stopAfter === "attempt" ? failOnce : fetch,
    journal: createJournal(store),
  });
  const checkout = { tracking_id: "order-1", user_id: "user-1", currency: "EUR", amount: "200.00" };
  const code = await numipay.payments.hostedCheckout(checkout).then(() => "sent", (error) => error.code);
  const key = { account: "default", slot: "transaction", tracking_id: "order-1" };
  console.log(JSON.stringify({ code, state: (await inner.read(key)).state }));
`;

/** Where a process stops: after its claim, or after a first attempt that could not connect. */
export type StopAfter = "claim" | "attempt";

/** Starts a process that sends a payment to a gateway and stops itself before the request. */
export function startStopped(url: string, timeoutMs: number, stopAfter: StopAfter): ChildProcess {
  const nodeArguments = ["--input-type=module", "--eval", program, url, `${timeoutMs}`, stopAfter];
  const child = spawn(process.execPath, nodeArguments, { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

/** Continues a process once it has been stopped for that long, and returns what it prints. Reads `/proc` of Linux. */
export async function continueAfter(child: ChildProcess, delayMs: number): Promise<unknown> {
  const printed = once(child.stdout as NodeJS.ReadableStream, "data");
  await expect.poll(() => readFile(`/proc/${child.pid}/stat`, "utf8")).toMatch(/\) T /);
  const stoppedAt = performance.now();
  const isOver = (): boolean => performance.now() - stoppedAt > delayMs;
  await expect.poll(isOver, { interval: 5 }).toBe(true);
  child.kill("SIGCONT");
  return JSON.parse(String((await printed)[0]));
}
