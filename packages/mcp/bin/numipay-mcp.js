#!/usr/bin/env node
// Committed rather than built, because npm links commands during install, before the first build of a clone.
try {
  await import("../dist/main.js");
} catch (error) {
  if (error?.code !== "ERR_MODULE_NOT_FOUND" || !String(error.message).includes("dist"))
    throw error;
  console.error("numipay-mcp is not built yet. Run `npm run build` in the repository.");
  process.exitCode = 2;
}
