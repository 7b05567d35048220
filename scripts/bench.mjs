// `npm run bench`: speed and size, as ratios to peers and baselines. See tools/bench/README.md.
import { handOver } from "./run-program.mjs";
import { reportSetupError, setup } from "./setup.mjs";

await setup().catch(reportSetupError);
handOver("tools/bench/dist/main.js", process.argv.slice(2));
