// A program for start-program.test.ts. Exits before it listens when it is called with "fail".
import { createServer } from "node:http";
import { serveForParent } from "../dist/index.js";

if (process.argv[2] === "fail") {
  console.error("cannot start");
  process.exit(3);
}
await serveForParent(createServer(), (message) => ({ message }));
