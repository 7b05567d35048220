/**
 * What is wrong with the provenance of the published packages. It would be attached: npm signed a statement about these bytes,
 * this repository, workflow and commit, and uploaded it. Whether npm accepts it is only seen after a release.
 * @param {import("./build-release.mjs").Packed[]} published
 * @param {{ registry: { attested: Map<string, any> }, sigstore: { statements: Record<string, any>[] }, commit: string }} seen
 * `attested`: what the registry received; `statements`: what npm signed
 */
export function findProvenanceBreaks(published, { registry, sigstore, commit }) {
  return published.flatMap(({ name, version, integrity }) => {
    const spec = `${name}@${version}`;
    const subject = `pkg:npm/${spec.replace("@", "%40")}`;
    const statement = sigstore.statements.find((one) => one.subject[0].name === subject);
    if (statement === undefined) return [`${spec}: npm signed no statement`];
    const sha512 = Buffer.from(integrity.replace("sha512-", ""), "base64").toString("hex");
    const { externalParameters, resolvedDependencies } = statement.predicate.buildDefinition;
    const { repository, path } = externalParameters.workflow;
    const uploaded = registry.attested.get(spec)?.dsseEnvelope.payload ?? "";
    const facts = {
      "the statement is about other bytes": statement.subject[0].digest.sha512 === sha512,
      "the statement names another repository":
        repository === "https://github.com/numipay/numipay-node",
      "the statement names another workflow": path === ".github/workflows/release.yml",
      "the statement names another commit": resolvedDependencies[0].digest.gitCommit === commit,
      "the statement was not uploaded":
        Buffer.from(uploaded, "base64").toString() === JSON.stringify(statement),
    };
    const broken = Object.entries(facts).filter(([, holds]) => !holds);
    return broken.map(([problem]) => `${spec}: ${problem}`);
  });
}
