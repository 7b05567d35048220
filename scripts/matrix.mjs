// `npm run matrix`: the conformance suite on every framework and runtime. See tools/matrix/README.md.
import { handOver } from "./run-program.mjs";
import { reportSetupError, setup } from "./setup.mjs";

await setup().catch(reportSetupError);
handOver("tools/matrix/dist/main.js", process.argv.slice(2));
