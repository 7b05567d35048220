// Runs a smoke program with the packages imported: node run-esm.mjs STAMP FOLDER…
import { createRequire } from "node:module";
import { runSmoke } from "./run-smoke.mjs";

await runSmoke((name) => import(name), createRequire(import.meta.url));
