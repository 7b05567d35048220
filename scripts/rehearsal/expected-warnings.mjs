// What package managers print that users cannot act on, each explained in the README that `page` names. Anything else fails.

/**
 * @typedef {{ manager: string, folder?: string, lines: RegExp, page: string }} ExpectedWarning `folder`: of the package that is
 * installed; defaults to any
 */

/** @type {ExpectedWarning[]} */
const expectedWarnings = [
  // Dependencies of Fastify and Nest ask for Node 22; both work on Node 20.
  ...["fastify", "nestjs"].flatMap((folder) => [
    {
      manager: "npm",
      folder,
      lines:
        /^npm warn EBADENGINE (?:Unsupported engine \{| {2}package: '(?:cookie|file-type)@.*| {2}required: .*| {2}current: .*|\})$/,
      page: folder,
    },
    {
      manager: "pnpm",
      folder,
      lines: /^\[WARN\] Unsupported engine for (?:cookie|file-type)@/,
      page: folder,
    },
    {
      manager: "yarn 1",
      folder,
      lines: /^warning (?:cookie|file-type)@.*The engine "node" is incompatible/,
      page: folder,
    },
  ]),
  {
    manager: "npm",
    folder: "bullmq",
    lines: /^npm warn install-scripts(?:$| 1 package has| {3}msgpackr-extract@| Run )/,
    page: "bullmq",
  },
  {
    manager: "yarn 4",
    folder: "bullmq",
    lines: /^➤ YN0004: │ msgpackr-extract@/,
    page: "bullmq",
  },
  // Plug'n'Play loads every ES module with it.
  { manager: "yarn 4", lines: /^➤ YN0092: │ ESM support for PnP/, page: "core" },
];

const isTalk = /^(?:[├└]─|➤ YN0000: |\+ |installed )/;
const isWarning =
  /\bwarn(?:ing)?\b|\berror\b|\bdeprecated\b|ERR_|\bignored\b|\bincompatible\b|\bunmet\b|\bmissing\b|^➤ YN(?!0000|0013|0085)\d/i;

/**
 * The lines that warn and are not expected.
 * @param {string} output what the package manager printed
 * @param {{ manager: string, folders: string[] }} install `folders`: of the packages that were installed together
 */
export function findUnexpectedWarnings(output, install) {
  const expected = expectedWarnings.filter(
    ({ manager, folder }) =>
      manager === install.manager && (folder === undefined || install.folders.includes(folder)),
  );
  return output
    .split("\n")
    .filter((line) => isWarning.test(line) && !isTalk.test(line))
    .filter((line) => !expected.some(({ lines }) => lines.test(line)));
}
