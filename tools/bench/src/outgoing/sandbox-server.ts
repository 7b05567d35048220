// A sandbox on a local port. Replies to each message with how many payouts it has, and of how many ids.
import { createSandbox } from "@numipay/sandbox";

const sandbox = await createSandbox();
await sandbox.listen();
process.on("message", () => {
  const ids = sandbox.transactions().map(({ tracking_id }) => tracking_id);
  process.send?.({ payouts: ids.length, ids: new Set(ids).size });
});
process.on("disconnect", () => process.exit(0));
const { apiKey, baseUrl } = sandbox;
process.send?.({ apiKey, baseUrl });
