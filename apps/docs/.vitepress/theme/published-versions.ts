import type { VersionTheme } from "../../src/versions/version-config.js";

let reading: Promise<string[]> | undefined;

/** The published versions, the newest first. Read once; none if the list cannot be read. */
export function readVersions(root: string): Promise<string[]> {
  reading ??= fetch(`${root}versions.json`)
    .then((response) => response.json() as Promise<{ versions: string[] }>)
    .then(({ versions }) => versions)
    .catch(() => []);
  return reading;
}

/** The same page in another version, or the front page of that version if it has no such page. */
export async function findVersionPage(
  { root, version }: VersionTheme,
  target: string,
  path: string,
): Promise<string> {
  const toBase = (name: string) => (name === "" ? root : `${root}${name}/`);
  const page = toBase(target) + path.slice(toBase(version).length);
  const { ok } = await fetch(page, { method: "HEAD" }).catch(() => ({ ok: false }));
  return ok ? page : toBase(target);
}
