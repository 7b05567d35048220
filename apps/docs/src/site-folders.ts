import { fileURLToPath } from "node:url";

/** From `src` and from `dist/src`, the folder of the app is the nearest one with `.vitepress`. */
const app = fileURLToPath(
  import.meta.url.includes("/dist/src/")
    ? new URL("../..", import.meta.url)
    : new URL("..", import.meta.url),
);

/** Absolute paths of what the site is built from and into. `.site` is ignored by git. */
export const folders = {
  repository: fileURLToPath(new URL("../..", `file://${app}`)),
  app,
  pages: `${app}.site/pages`,
  hovers: `${app}.site/hovers`,
  output: `${app}.site/output`,
  cache: `${app}.site/cache`,
};
