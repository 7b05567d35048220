/**
 * Runs the smoke programs of packages. Each prints "ok" and its name and nothing else, unless a server is missing.
 * @param {(name: string) => Promise<any>} load imports or requires a package
 * @param {NodeJS.Require} require
 */
export async function runSmoke(load, require) {
  const [stamp, ...folders] = process.argv.slice(2);
  for (const folder of folders) {
    // A cache could have had a tarball of an earlier rehearsal.
    const installed = require(`@numipay/${folder}/package.json`).rehearsal;
    if (installed !== stamp) throw new Error(`@numipay/${folder} is not what was published.`);
    const { smoke } = await import(`./${folder}.mjs`);
    await smoke(async (name) => withDefault(await load(name)), require);
    console.log(`ok ${folder}`);
  }
}

/** The `default` of a CommonJS module is all that it exports, also when it is required. */
function withDefault(module) {
  return "default" in module ? module : { ...module, default: module };
}
