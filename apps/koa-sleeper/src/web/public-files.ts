// @ts-check
import { readFileSync } from "node:fs";

const read = (name: string) => readFileSync(new URL(`../public/${name}`, import.meta.url), "utf8");

/** The two files that pages name, read once; nothing else on the disk can be asked for. */
const files = new Map([
  ["/style.css", { type: "text/css", text: read("style.css") }],
  ["/live.js", { type: "text/javascript", text: read("live.js") }],
]);

export async function publicFiles(ctx, next) {
  const file = files.get(ctx.path);
  if (file === undefined) return next();
  ctx.type = file.type;
  ctx.body = file.text;
}
