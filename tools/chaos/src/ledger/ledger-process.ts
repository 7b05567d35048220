// Runs the ledger in its own process, as a wallet or a bank would be: it must not wait for the gateways, which keep a
// processor busy. Reads its options as JSON from the first argument and sends its URL to the parent.
import { createLedger } from "./ledger.js";
import { serveCalls } from "./serve-calls.js";

const { url } = await serveCalls(createLedger(JSON.parse(process.argv[2] ?? "{}")));
process.send?.({ url });
process.on("disconnect", () => process.exit(0));
