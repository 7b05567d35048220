// Checks with publint that every package is fit to publish. One after the other, to the end: all findings are shown.
import { listPublicPackages } from "./read-repository.mjs";
import { root, runProgram, toolPath } from "./run-program.mjs";

for (const { dir } of listPublicPackages(root)) {
  const publint = [toolPath("publint"), "run", "--strict", dir];
  const { code, output } = await runProgram(process.execPath, publint);
  if (code === 0) continue;
  console.error(output);
  process.exitCode = 1;
}
