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
    await build(folders.app);
  } finally {
    console.error = error;
  }
  if (errors.length > 0) throw new Error(`The site was built with ${errors.length} errors.`);
}
