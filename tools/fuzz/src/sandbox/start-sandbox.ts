import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { startHostileServer } from "../hostile-server.js";
import type { SandboxMessage, ServedSandbox } from "./served-sandbox.js";

const program = fileURLToPath(new URL("./serve-sandbox.js", import.meta.url));

/** Starts a sandbox in its own process, whose webhooks go to a hostile server. */
export async function startSandbox(onProblem: (problem: string) => void) {
  const receiver = await startHostileServer();
  const child = fork(program, [`${receiver.url}/echo`]);
  let hasEnded = false;
  child.on("exit", (code, signal) => {
    hasEnded = true;
    if (code !== 0 || signal !== null) {
      onProblem(`the sandbox process exited with ${signal ?? code}`);
    }
  });
  const [served] = (await once(child, "message")) as [ServedSandbox];
  child.on("message", (message) => {
    const report = message as SandboxMessage;
    if (report.kind === "problem") onProblem(report.problem);
  });
  return {
    served,
    port: Number(new URL(served.url).port),
    hasEnded: () => hasEnded,
    /** Turns off the chaos that a request may have turned on. */
    disableChaos: async () => {
      child.send("disable-chaos");
      await once(child, "message");
    },
    close: async () => {
      if (!hasEnded) {
        const exited = once(child, "exit");
        child.disconnect();
        await exited;
      }
      await receiver.close();
    },
  };
}
