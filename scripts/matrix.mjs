// `npm run matrix`: the conformance suite on every runtime. See tools/matrix/README.md.
import { root, handOver } from "./run-program.mjs";
import { reportSetupError, setup } from "./setup.mjs";
import { join } from "node:path";

await setup().catch(reportSetupError);
handOver(join(root, "tools/matrix/dist/main.js"), process.argv.slice(2));
