import { execFileSync } from "node:child_process";
import type { SystemUser } from "./start-program.js";

/** The user to run a server as: undefined for the current one, `"missing"` if root has none to change to. */
export function findUser(name: string): SystemUser | undefined | "missing" {
  if (process.getuid?.() !== 0) return undefined;
  try {
    const idOf = (flag: string) => Number(execFileSync("id", [flag, name], { encoding: "utf8" }));
    return { uid: idOf("-u"), gid: idOf("-g") };
  } catch {
    return "missing";
  }
}

/** The same, for a server that is known to have a user. */
export function requireUser(name: string): SystemUser | undefined {
  const user = findUser(name);
  if (user === "missing") throw new Error(`There is no user ${name}.`);
  return user;
}
