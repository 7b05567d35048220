import { createHash } from "node:crypto";
import { readPackageFile } from "./read-package-file.js";

const types = {
  "style.css": "text/css; charset=utf-8",
  "payments.css": "text/css; charset=utf-8",
  "settings.css": "text/css; charset=utf-8",
  "print.css": "text/css; charset=utf-8",
  "welcome.css": "text/css; charset=utf-8",
  "icon.svg": "image/svg+xml",
} as const;

/** The modules of the pages' script. `live.js` imports the others. */
export const scriptNames = [
  "live.js",
  "announce.js",
  "apply-page.js",
  "connection.js",
  "filters.js",
  "find.js",
  "morph.js",
  "new-rows.js",
  "outage.js",
  "redraw.js",
  "rows.js",
] as const;

/** The files that the pages load. They are served unchanged: scripts from `dist/portal/public`, the rest from `assets`. */
export type AssetName = keyof typeof types | (typeof scriptNames)[number];

const names = [...(Object.keys(types) as (keyof typeof types)[]), ...scriptNames];

let read: { texts: ReadonlyMap<string, string>; version: string } | undefined;

/** Reads the files when a page first needs one. Most tests never do. */
function assets(): { texts: ReadonlyMap<string, string>; version: string } {
  if (read !== undefined) return read;
  const texts = new Map(names.map((name) => [name, textOf(name)]));
  const hash = createHash("sha256");
  for (const text of texts.values()) hash.update(text);
  read = { texts, version: hash.digest("base64url").slice(0, 12) };
  return read;
}

function textOf(name: AssetName): string {
  const folder = name.endsWith(".js") ? "dist/portal/public" : "assets/portal";
  return readPackageFile(`${folder}/${name}`);
}

/**
 * The URL of a file. Its folder changes with the content of any of them, so browsers can cache it permanently, and a script
 * that imports `./morph.js` gets the one of its own version.
 */
export function assetPath(name: AssetName): string {
  return `/portal/assets/${assets().version}/${name}`;
}

/** Responds with one of the files. Returns undefined for any other name. */
export function assetResponse(name: string, version: string): Response | undefined {
  const { texts, version: current } = assets();
  const text = texts.get(name);
  if (text === undefined) return undefined;
  const type = Object.hasOwn(types, name)
    ? types[name as keyof typeof types]
    : "text/javascript; charset=utf-8";
  // A page of another version gets the current file, but must not keep it.
  const cache = version === current ? "public, max-age=31536000, immutable" : "no-store";
  return new Response(text, { headers: { "content-type": type, "cache-control": cache } });
}
