// Writes the entries of the changelogs for `changeset version`: one sentence, and a link to the commit that made the change.
const repository = "https://github.com/numipay/numipay-node";

/** @param {{ summary: string, commit?: string }} changeset */
export async function getReleaseLine({ summary, commit }) {
  const [first = "", ...rest] = summary
    .trim()
    .split("\n")
    .map((line) => line.trimEnd());
  const lines = [`- ${first}`, ...rest.map((line) => (line === "" ? "" : `  ${line}`))];
  const link =
    commit === undefined ? "" : ` ([${commit.slice(0, 7)}](${repository}/commit/${commit}))`;
  return `${lines.join("\n")}${link}`;
}

/** All packages share one version: that a dependency has the new one too is no news for a user. */
export async function getDependencyReleaseLine() {
  return "";
}
