import { execFile } from "node:child_process";
import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { SystemUser } from "./start-program.js";

const run = promisify(execFile);

export interface TemplateOptions {
  name: string;
  /** Where to copy the files. Must not exist. */
  target: string;
  /** The user that the server runs as. Defaults to the current user. */
  user: SystemUser | undefined;
  /** Creates the files of an empty database in a folder that does not exist. */
  create: (folder: string) => Promise<unknown>;
}

const templates = new Map<string, Promise<string>>();

/** Creates an empty database once per run and copies its files for each server, because creating one takes seconds. */
export async function copyTemplate({ name, target, user, create }: TemplateOptions): Promise<void> {
  const template = templates.get(name) ?? createTemplate({ name, user, create });
  templates.set(name, template);
  await run("cp", ["-a", await template, target]);
}

async function createTemplate({
  name,
  user,
  create,
}: Omit<TemplateOptions, "target">): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), `numipay-chaos-${name}-template-`));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  const files = join(folder, "data");
  await create(files);
  return files;
}
