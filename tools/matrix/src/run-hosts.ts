// @ts-check
import type { Summary } from "./run-battery.js";
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { holesOf } from "./holes.js";
import { createRemoteAdapter } from "./remote-adapter.js";
import { startRemoteServer } from "./remote-server.js";
import { runBattery } from "./run-battery.js";

const run = promisify(execFile);
const batteryOnNode = fileURLToPath(new URL("battery-on-node.js", import.meta.url));

/** The adapter that needs no server of Node. */
export const everywhere = "Web handler";

export async function runOnNode(program, hosts): Promise<Summary[]> {
  const { stdout } = await run(program, [batteryOnNode, hosts], { timeout: 300_000 });
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Summary);
}

export async function runOnRemote(name, program): Promise<Summary[]> {
  const runtime = name.toLowerCase();
  const server = await startRemoteServer(runtime, program);
  const { adapter, close } = await createRemoteAdapter(server.origin);
  try {
    return [
      await runBattery({
        adapter: everywhere,
        situation: "no body parser",
        server: adapter,
        holes: holesOf[runtime] ?? {},
      }),
    ];
  } finally {
    close();
    server.close();
  }
}
