import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { withTimeout } from "../../src/failure/with-timeout.js";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

it("aborts after its time, also if garbage is collected before", async () => {
  const signal = withTimeout(new AbortController().signal, 300);
  const aborted = new Promise((resolve) => signal.addEventListener("abort", resolve));
  await new Promise((resolve) => setTimeout(resolve, 50));
  collectGarbage();
  collectGarbage();
  await aborted;
  expect(signal.reason).toMatchObject({ name: "TimeoutError" });
});

it("aborts with the given signal", () => {
  const controller = new AbortController();
  const signal = withTimeout(controller.signal, 60_000);
  controller.abort("stopped");
  expect(signal.reason).toBe("stopped");
});
