// The shop, the gateway and a customer on one machine: `npm run demo`, or `-- --once` for a single purchase.
import { handOver } from "./run-program.mjs";
import { reportSetupError, setup } from "./setup.mjs";

await setup().catch(reportSetupError);
handOver("apps/express-shop/dist/demo/main.js", process.argv.slice(2));
