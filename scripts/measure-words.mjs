// How often stiff words occur per 1,000 words of all prose and strings: `node scripts/measure-words.mjs [folder …]`.
// Well-known TypeScript projects stay at 0.5 or below for each group.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { listProseFiles } from "./check-terms.mjs";
import { readProse } from "./prose/read-prose.mjs";

const limit = 0.5;

const groups = {
  "told, tell": /\b(?:told|tells?|telling)\b/gi,
  "nobody, somebody, whoever": /\b(?:nobody|somebody|whoever)\b/gi,
  mend: /\b(?:mend|mends|mended|mending)\b/gi,
  "where not given": /\bwhere not given\b/gi,
  "by hand": /\bby hand\b/gi,
  "stand (is)": /\b(?:stand|stands|stood|standing)\b/gi,
};

const root = fileURLToPath(new URL("..", import.meta.url));
const folders = process.argv.slice(2);
const files = listProseFiles(root).filter(
  (file) => folders.length === 0 || folders.some((folder) => file.startsWith(folder)),
);
const lines = files.flatMap((file) => readProse(join(root, file)).map(({ text }) => text));
const count = (pattern) => lines.reduce((sum, line) => sum + (line.match(pattern)?.length ?? 0), 0);
const words = count(/[A-Za-z][A-Za-z'’-]*/g);

console.log(`${files.length} files, ${words.toLocaleString("en")} words\n`);
for (const [name, pattern] of Object.entries(groups)) {
  const found = count(pattern);
  const share = (found / words) * 1000;
  console.log(
    `${name.padEnd(26)} ${String(found).padStart(4)}  ${share.toFixed(2)} per 1,000 words`,
  );
  if (share > limit) process.exitCode = 1;
}
