// `npm run chaos`: proves that no fault loses or doubles a change. See tools/chaos/README.md.
import { handOver } from "./run-program.mjs";
import { reportSetupError, setup } from "./setup.mjs";

await setup().catch(reportSetupError);
handOver("tools/chaos/dist/main.js", process.argv.slice(2));
