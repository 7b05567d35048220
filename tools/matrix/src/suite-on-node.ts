// Runs on the Node under test, in one process per framework: an adapter's changes to node:http must not help another one.
// Takes the URL of a module with hosts, and prints one line of JSON per host.
import type { Host } from "./hosts/host.js";
import { runSuite } from "./run-suite.js";

const { hosts } = (await import(String(process.argv[2]))) as { hosts: Host[] };
for (const host of hosts) console.log(JSON.stringify(await runSuite(host)));
