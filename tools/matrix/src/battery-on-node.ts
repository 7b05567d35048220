// @ts-check
// Runs on the Node under test, in a process for each framework: what one adapter does to node:http must not help another.
// The argument is the address of a module with hosts; a line of JSON is written for each of them.
import type { Host } from "./hosts/serve-listener.js";
import { runBattery } from "./run-battery.js";

const { hosts }: { hosts: Host[] } = await import(String(process.argv[2]));
for (const host of hosts) console.log(JSON.stringify(await runBattery(host)));
