// @ts-check
// Two gateways and the desk on three loopback ports of one machine.
import type { LoggerService } from "@nestjs/common";
import type { InboxSettings } from "../dist/inbox/inbox-settings.js";
import type { Sandbox } from "@numipay/sandbox";
import type { OpenInbox } from "../dist/inbox/open-inbox.js";
import type { WebhookQueue } from "@numipay/bullmq";
import { createSandbox } from "@numipay/sandbox";
import { Books } from "../dist/books/books.js";
import { Ledger } from "../dist/books/ledger.js";
import { createDesk } from "../dist/create-desk.js";
import { inboxToken } from "../dist/inbox/inbox-module.js";
import { getQueueToken } from "../dist/queue/queue-module.js";
import { DeskSettings } from "../dist/settings/desk-settings.js";
import { createPerson } from "./person.js";

const officePassword = "spirit-level";
export const rehearsalPassword = "of the key that the desk is tried out with";

export type World = Awaited<ReturnType<typeof startWorld>>;

export async function startWorld({
  port = 0,
  logger,
  inbox,
  queue,
}: {
  port?: number;
  logger?: LoggerService;
  inbox?: InboxSettings;
  queue?: { url: string; prefix: string };
} = {}) {
  const [deposits, refunds] = await Promise.all([
    createSandbox({ seed: "deposits" }),
    createSandbox({ seed: "refunds" }),
  ]);
  const gateways = { deposits: await deposits.listen(), refunds: await refunds.listen() };
  const closeGateways = () => Promise.all([deposits.close(), refunds.close()]);

  // A line to each gateway on which the next answer, which the gateway gave, can be lost or replaced by a status.
  const lost: Record<"deposits" | "refunds", boolean | number> = {
    deposits: false,
    refunds: false,
  };
  const lineTo =
    (name: "deposits" | "refunds"): typeof fetch =>
    async (...request) => {
      const answer = await fetch(...request);
      const status = lost[name];
      if (status === false) return answer;
      lost[name] = false;
      await answer.body?.cancel();
      if (typeof status === "number") {
        return Response.json({}, { status, headers: { location: "/elsewhere" } });
      }
      throw new TypeError("fetch failed", { cause: new Error("the connection was cut") });
    };

  const account = (name: "deposits" | "refunds", { apiKey, signaturePassword }: Sandbox) => {
    return { apiKey, signaturePassword, baseUrl: gateways[name].url, fetch: lineTo(name) };
  };
  const settings = new DeskSettings({
    deposits: account("deposits", deposits),
    refunds: account("refunds", refunds),
    officePassword,
    inbox,
    queue,
    rehearsalPassword,
  });
  const app = await createDesk(settings, logger === undefined ? {} : { logger });
  await app.listen(port, "127.0.0.1").catch(async (error) => {
    // Half a world would keep the process alive behind its error.
    await closeGateways();
    throw error;
  });
  const deskUrl = await app.getUrl();
  const webhooks = {
    deposits: `${deskUrl}/webhooks/deposits`,
    refunds: `${deskUrl}/webhooks/refunds`,
  };
  deposits.setWebhookUrl(webhooks.deposits);
  refunds.setWebhookUrl(webhooks.refunds);

  return {
    deposits,
    refunds,
    deskUrl,
    webhooks,
    officePassword,
    books: app.get(Books),
    ledger: app.get(Ledger),
    inbox: app.get(inboxToken).inbox as OpenInbox["inbox"],
    customer: createPerson(deskUrl),
    operator: createPerson(deskUrl, { authorization: `Basic ${btoa(`op:${officePassword}`)}` }),
    /** Everything that is due has been told. */
    settle: async () => {
      await deposits.flush();
      await refunds.flush();
    },
    /** An account's queue, where there is one. */
    queueOf: ((name): WebhookQueue => app.get(getQueueToken(name), { strict: false })) as (
      name: "deposits" | "refunds",
    ) => WebhookQueue,
    /** The gateway carries the next request out, and its answer never arrives. */
    loseNextAnswer: ((name): void => {
      lost[name] = true;
    }) as (name: "deposits" | "refunds") => void,
    /** The gateway carries the next request out, and this status comes back. */
    replaceNextStatus: ((name, status): void => {
      lost[name] = status;
    }) as (name: "deposits" | "refunds", status: number) => void,
    async close() {
      await app.close();
      await closeGateways();
    },
  };
}
