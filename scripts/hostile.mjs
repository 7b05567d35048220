// `npm run hostile`: hostile traffic against each adapter, compared with its framework's own parser. See tools/hostile/README.md.
import { handOver } from "./run-program.mjs";
import { reportSetupError, setup } from "./setup.mjs";

await setup().catch(reportSetupError);
handOver("tools/hostile/dist/main.js", process.argv.slice(2));
