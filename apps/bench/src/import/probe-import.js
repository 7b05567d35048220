// @ts-check
// Run in a fresh process: prints the milliseconds that one import takes, from the call to the evaluated module.
const specifier = process.argv[2];
if (specifier === undefined) throw new Error("Give the module to import.");
const start = performance.now();
await import(specifier);
console.log(performance.now() - start);
