/** Where a site is served. */
export interface SiteAddress {
  /** The folder of the current site, which has the folders of the versions. Begins and ends with a slash. */
  root: string;
  /** Such as `v1.2`. Empty for the current site. */
  version: string;
  /** The folder of this site. */
  base: string;
}

/**
 * Reads `SITE_BASE`, which defaults to `/`, and `SITE_VERSION`, which defaults to none: the site of `v1.2` is in that folder of the
 * current one. Throws if one of them is malformed.
 */
export function readSiteAddress(environment: NodeJS.ProcessEnv): SiteAddress {
  const root = environment["SITE_BASE"] || "/";
  const version = environment["SITE_VERSION"] ?? "";
  if (!/^\/(?:[^/]+\/)*$/.test(root)) {
    throw new Error(`SITE_BASE is "${root}". Begin and end it with a slash, such as "/docs/".`);
  }
  if (!/^(?:v\d+\.\d+)?$/.test(version)) {
    throw new Error(`SITE_VERSION is "${version}". Use the form v1.2, without a patch number.`);
  }
  return { root, version, base: version === "" ? root : `${root}${version}/` };
}
