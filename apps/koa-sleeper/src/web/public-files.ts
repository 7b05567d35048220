import { readFile } from "node:fs/promises";
import type { Middleware } from "koa";

/** The files that pages refer to. No other file can be requested. The URLs are relative to `dist/src/web`. */
const files = new Map([
  [
    "/style.css",
    { type: "text/css", url: new URL("../../../src/public/style.css", import.meta.url) },
  ],
  ["/live.js", { type: "text/javascript", url: new URL("../../public/live.js", import.meta.url) }],
]);

export const publicFiles: Middleware = async (ctx, next) => {
  const file = files.get(ctx.path);
  if (file === undefined) return next();
  ctx.type = file.type;
  ctx.body = await readFile(file.url, "utf8");
};
