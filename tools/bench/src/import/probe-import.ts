// Runs in a fresh process. Prints the processor time of one import in milliseconds, up to the evaluated module.
const specifier = process.argv[2];
if (specifier === undefined) throw new Error("Missing argument: the module to import.");
const before = process.cpuUsage();
await import(specifier);
const { user, system } = process.cpuUsage(before);
console.log((user + system) / 1000);
