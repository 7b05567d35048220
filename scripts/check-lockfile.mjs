// The rules on what is installed: pnpm itself by its hash, packages by theirs, from the default registry.
import { parse } from "yaml";
import { readPin } from "./fetch-pnpm.mjs";

/**
 * @param {(file: string) => string} read
 * @returns {import("./read-repository.mjs").Finding[]}
 */
export function findLockfileBreaks(read) {
  const lockfile = parse(read("pnpm-lock.yaml"));
  const findings = [];
  const broken = (isBroken, file, rule, advice) => {
    if (isBroken) findings.push({ file, line: 1, rule, advice });
  };

  broken(
    !isPinned(JSON.parse(read("package.json")), lockfile.packages),
    "package.json",
    "pnpm is pinned by its hash",
    "Write `pnpm@VERSION+sha512.HASH` in packageManager: the version of devDependencies, the hash of pnpm-lock.yaml in hex.",
  );
  broken(
    /registry\s*=/.test(read(".npmrc")),
    ".npmrc",
    "packages come from the default registry",
    "Remove the registry from .npmrc.",
  );
  for (const [name, { resolution = {} }] of Object.entries(lockfile.packages)) {
    const { integrity, ...elsewhere } = resolution;
    broken(
      Object.keys(elsewhere).length > 0 || !/^sha512-[\w+/]{86}==$/.test(integrity ?? ""),
      "pnpm-lock.yaml",
      `${name} comes from the registry, with its hash`,
      "Depend on a published version; a tarball, a git repository or another registry is not accepted.",
    );
  }
  const settings = parse(read("pnpm-workspace.yaml"));
  broken(
    !(
      settings.minimumReleaseAge >= 1440 &&
      settings.blockExoticSubdeps &&
      settings.strictDepBuilds
    ),
    "pnpm-workspace.yaml",
    "dependencies are aged, and run no scripts",
    "Keep `minimumReleaseAge` at a day or more, and `blockExoticSubdeps` and `strictDepBuilds` at true.",
  );
  return findings;
}

function isPinned({ packageManager, devDependencies }, packages) {
  try {
    const { version, integrity } = readPin(packageManager);
    return (
      devDependencies.pnpm === version &&
      packages[`pnpm@${version}`]?.resolution.integrity === integrity
    );
  } catch {
    return false;
  }
}
