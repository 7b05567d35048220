// @ts-check
// Run in a fresh process: prints the milliseconds of processor time that one import takes, from the call to the
// evaluated module.
const specifier = process.argv[2];
if (specifier === undefined) throw new Error("Give the module to import.");
const before = process.cpuUsage();
await import(specifier);
const { user, system } = process.cpuUsage(before);
console.log((user + system) / 1000);
