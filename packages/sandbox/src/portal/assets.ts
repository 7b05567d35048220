import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const types = {
  "style.css": "text/css; charset=utf-8",
  "payments.css": "text/css; charset=utf-8",
  "settings.css": "text/css; charset=utf-8",
  "print.css": "text/css; charset=utf-8",
  "welcome.css": "text/css; charset=utf-8",
  "live.js": "text/javascript; charset=utf-8",
  "icon.svg": "image/svg+xml",
} as const;

/** The files that the pages load. They are served unchanged: scripts from `dist/portal/public`, the rest from `assets`. */
export type AssetName = keyof typeof types;

const read = new Map<AssetName, { text: string; version: string }>();

/** Reads a file when a page first needs it. Most tests never do. */
function asset(name: AssetName): { text: string; version: string } {
  const known = read.get(name);
  if (known !== undefined) return known;
  // The relative path is the same from src/portal and dist/portal.
  const folder = name.endsWith(".js") ? "dist/portal/public" : "assets/portal";
  const text = readFileSync(new URL(`../../${folder}/${name}`, import.meta.url), "utf8");
  const version = createHash("sha256").update(text).digest("base64url").slice(0, 12);
  read.set(name, { text, version });
  return { text, version };
}

/** The URL of a file. It changes with the content, so browsers can cache it permanently. */
export function assetPath(name: AssetName): string {
  return `/portal/assets/${name}?v=${asset(name).version}`;
}

/** Responds with one of the files. Returns undefined for any other name. */
export function assetResponse(name: string): Response | undefined {
  if (!Object.hasOwn(types, name)) return undefined;
  const known = name as AssetName;
  return new Response(asset(known).text, {
    headers: {
      "content-type": types[known],
      "cache-control": "public, max-age=31536000, immutable",
    },
  });
}
