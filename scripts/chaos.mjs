// `npm run chaos`: faults of every kind, and nothing lost or twice. See tools/chaos/README.md.
import { handOver } from "./run-program.mjs";
import { reportSetupError, setup } from "./setup.mjs";

await setup().catch(reportSetupError);
handOver("tools/chaos/dist/main.js", process.argv.slice(2));
