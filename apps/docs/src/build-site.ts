import { once } from "node:events";
import { cpSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { build } from "vitepress";
import { folders } from "./site-folders.js";

/** Builds the site into `.site/output`. Rejects if a page is broken or a link leads nowhere. */
export async function buildSite(): Promise<void> {
  // VitePress prints an error in a page and goes on.
  const errors: unknown[][] = [];
  const { error } = console;
  console.error = (...args: unknown[]) => {
    errors.push(args);
    error(...args);
  };
  try {
    // Reading types takes a processor as long as building does.
    const hovers = once(new Worker(new URL("./hovers/hovers-worker.js", import.meta.url)), "exit");
    await Promise.all([build(folders.app), hovers]);
  } finally {
    console.error = error;
  }
  if (errors.length > 0) throw new Error(`The site was built with ${errors.length} errors.`);
  // The build empties the folder of the site.
  cpSync(folders.hovers, `${folders.output}/hovers`, { recursive: true });
}
