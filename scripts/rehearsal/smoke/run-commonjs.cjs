// Runs a smoke program with the packages required: node run-commonjs.cjs STAMP FOLDER…
void import("./run-smoke.mjs").then(({ runSmoke }) =>
  runSmoke(async (name) => require(name), require),
);
