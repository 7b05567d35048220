#!/usr/bin/env node
// Committed, not built: npm links a command when it installs, which in a clone is before the first build.
try {
  await import("../dist/main.js");
} catch (error) {
  if (error?.code !== "ERR_MODULE_NOT_FOUND" || !String(error.message).includes("dist"))
    throw error;
  console.error("numipay is not built yet. In the clone run: npm run build");
  process.exitCode = 2;
}
