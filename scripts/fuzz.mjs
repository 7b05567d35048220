// `npm run fuzz`: hostile input for every route of the sandbox and every option of the command line. See apps/fuzz/README.md.
import { handOver } from "./run-program.mjs";
import { reportSetupError, setup } from "./setup.mjs";

await setup().catch(reportSetupError);
handOver("apps/fuzz/src/main.js", process.argv.slice(2));
