// @ts-check
// Runs on the Node under test: each adapter of Node, a line of JSON for each.
import { nodeAdapters } from "./node-adapters.js";
import { runBattery } from "./run-battery.js";

for (const [name, adapter] of Object.entries(nodeAdapters)) {
  console.log(JSON.stringify(await runBattery(name, adapter)));
}
