// @ts-check
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

/** @typedef {import("./run-battery.js").Summary} Summary */

/** @type {(program: string, hosts: string) => Promise<Summary[]>} */
export async function runOnNode(program, hosts) {
  const { stdout } = await run(program, [batteryOnNode, hosts], { timeout: 300_000 });
  return stdout
    .trim()
    .split("\n")
    .map((line) => /** @type {Summary} */ (JSON.parse(line)));
}

/** @type {(name: string, program: string) => Promise<Summary[]>} */
export async function runOnRemote(name, program) {
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
