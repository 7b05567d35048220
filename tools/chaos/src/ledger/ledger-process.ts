// The ledger as a process of its own, as a wallet or a bank would be: it must not wait behind the gateways, which keep a
// processor busy. Settings come as JSON in the first argument. It tells its parent the address.
import { createLedger } from "./ledger.js";
import { serveCalls } from "./serve-calls.js";

const { url } = await serveCalls(createLedger(JSON.parse(process.argv[2] ?? "{}")));
process.send?.({ url });
// The parent is gone: nobody is left to be asked.
process.on("disconnect", () => process.exit(0));
