import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { runCli } from "../../src/command/run-cli.js";
import { closedUrl } from "../serve.js";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

// Each test starts a process, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const env = { NUMIPAY_SIGNATURE_PASSWORD: "hunter2hunter2" };
const { signal } = new AbortController();

/** A server that never responds, and its first request. */
async function serveSilence() {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close().closeAllConnections();
  });
  const requested = once(server, "request").then(([request]) => ({
    closed: once((request as { socket: NodeJS.EventEmitter }).socket, "close"),
  }));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, requested };
}

describe("a command of the CLI", () => {
  it("returns its document", async () => {
    const args = ["verify", "-", `--signature=${"A".repeat(40)}`];
    const result = await runCli({ args, input: "{}", env, timeoutMs: 30_000, signal });
    expect(result).toMatchObject({ verified: false, reasons: [{ code: "wrong-password" }] });
  });

  it("throws its message", async () => {
    const args = ["doctor", `${await closedUrl()}/hook`];
    await expect(runCli({ args, env, timeoutMs: 30_000, signal })).rejects.toThrow(
      "connection refused (ECONNREFUSED). Check the URL, and start the server.",
    );
    await expect(runCli({ args: ["doctor"], env, timeoutMs: 30_000, signal })).rejects.toThrow(
      "The argument <url> is missing.",
    );
  });

  it("gets no other variables", async () => {
    const args = ["verify", "-", "--signature=A"];
    const foreign = { NODE_OPTIONS: "--import=data:text/javascript,process.exit(9)" };
    const result = await runCli({
      args,
      input: "{}",
      env: { ...env, ...foreign },
      timeoutMs: 30_000,
      signal,
    });
    expect(result).toMatchObject({ verified: false });
  });

  it("gets what Yarn's Plug'n'Play starts Node with", async () => {
    const { versions } = process as { versions: Record<string, string | undefined> };
    versions["pnp"] = "3";
    onTestFinished(() => {
      delete versions["pnp"];
      vi.resetModules();
    });
    vi.resetModules();
    const underPnp = await import("../../src/command/run-cli.js");
    const options = { NODE_OPTIONS: "--import=data:text/javascript,process.exit(9)" };
    const running = underPnp.runCli({
      args: ["verify", "-", "--signature=A"],
      input: "{}",
      env: { ...env, ...options },
      timeoutMs: 30_000,
      signal,
    });
    await expect(running).rejects.toThrow("numipay verify failed with exit code 9.");
  });

  it("is killed after its timeout", async () => {
    const { url, requested } = await serveSilence();
    const running = runCli({ args: ["doctor", url], env, timeoutMs: 4_000, signal });
    // Node 20 forgets a timeout that nothing refers to.
    setTimeout(collectGarbage, 500);
    await expect(running).rejects.toThrow("numipay doctor did not end within 4 seconds.");
    await (
      await requested
    ).closed;
  });

  it("is killed when the call is cancelled", async () => {
    const { url, requested } = await serveSilence();
    const cancelling = new AbortController();
    const running = runCli({
      args: ["doctor", url],
      env,
      timeoutMs: 600_000,
      signal: cancelling.signal,
    });
    const { closed } = await requested;
    cancelling.abort();
    await expect(running).rejects.toThrow("was not run to its end");
    await closed;
  });
});
