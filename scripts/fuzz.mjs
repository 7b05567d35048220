// `npm run fuzz`: sends hostile input to the sandbox and the command line. See tools/fuzz/README.md.
import { handOver } from "./run-program.mjs";
import { reportSetupError, setup } from "./setup.mjs";

await setup().catch(reportSetupError);
handOver("tools/fuzz/dist/main.js", process.argv.slice(2));
