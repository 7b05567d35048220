// Runs a sandbox in its own process, so that a crash does not end the fuzzer.
import { createSandbox, testCards } from "@numipay/sandbox";
import type { SandboxMessage, ServedSandbox } from "./served-sandbox.js";

const send = (message: SandboxMessage | ServedSandbox) => process.send?.(message);
process.on("uncaughtException", (error) =>
  send({ kind: "problem", problem: `uncaught exception: ${error.stack}` }),
);
process.on("unhandledRejection", (error) => {
  const text = error instanceof Error ? error.stack : String(error);
  send({ kind: "problem", problem: `unhandled rejection: ${text}` });
});

const sandbox = await createSandbox({
  webhookUrl: process.argv[2] ?? "",
  deliveryTimeoutMs: 300,
  // A form may set any webhook URL, but nothing may leave this machine.
  deliver: (input, init) =>
    new URL(String(input)).hostname === "127.0.0.1"
      ? fetch(input, init)
      : Promise.reject(new TypeError("fetch failed")),
});
const { url } = await sandbox.listen();
const cards = testCards.map(({ number }) => number);
send({ url, apiKey: sandbox.apiKey, routes: sandbox.routes(), cards });
// Requests can turn chaos on, whose 5xx responses would look like problems.
process.on("message", () => {
  sandbox.setChaos(undefined);
  send({ kind: "chaos-disabled" });
});
process.on("disconnect", () => process.exit(0));
