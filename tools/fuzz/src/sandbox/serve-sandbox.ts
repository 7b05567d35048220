// A sandbox in a process of its own: what ends that process must not end the fuzzer.
import { createSandbox, testCards } from "@numipay/sandbox";

const report = (fault) => process.send?.({ fault });
process.on("uncaughtException", (error) => report(`uncaught exception: ${error.stack}`));
process.on("unhandledRejection", (error) =>
  report(`unhandled rejection: ${error instanceof Error ? error.stack : String(error)}`),
);

const sandbox = await createSandbox({
  webhookUrl: process.argv[2],
  deliveryTimeoutMs: 300,
  // A form may name any address, but nothing leaves this machine.
  deliver: (input, init) =>
    new URL(String(input)).hostname === "127.0.0.1"
      ? fetch(input, init)
      : Promise.reject(new TypeError("fetch failed")),
});
const { url } = await sandbox.listen();
const cards = testCards.map(({ number }) => number);
process.send?.({ url, apiKey: sandbox.apiKey, routes: sandbox.routes(), cards });
// Chaos is answered with faults, which are what this run looks for.
process.on("message", () => {
  sandbox.setChaos(undefined);
  process.send?.({ calm: true });
});
process.on("disconnect", () => process.exit(0));
