// Speed and size against peers and bare floors: `npm run bench`.
import { handOver } from "./run-program.mjs";
import { reportSetupError, setup } from "./setup.mjs";

await setup().catch(reportSetupError);
handOver("tools/bench/dist/main.js", process.argv.slice(2));
