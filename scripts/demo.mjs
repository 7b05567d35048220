// `npm run demo`: a shop, the gateway and a scripted customer on this machine. `-- --once` exits after the scenarios.
import { handOver } from "./run-program.mjs";
import { reportSetupError, setup } from "./setup.mjs";

await setup(["./packages/*", "express-shop"]).catch(reportSetupError);
handOver("apps/express-shop/dist/demo/main.js", process.argv.slice(2));
