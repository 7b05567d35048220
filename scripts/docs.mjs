// `npm run docs`: builds the documentation site and serves it on this machine. `-- --build` only builds it.
import { handOver } from "./run-program.mjs";
import { reportSetupError, setup } from "./setup.mjs";

await setup(["docs"]).catch(reportSetupError);
handOver("apps/docs/dist/src/main.js", process.argv.slice(2));
