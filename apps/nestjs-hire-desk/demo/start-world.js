// @ts-check
// Two gateways and the desk on three loopback ports of one machine.
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

/** @typedef {Awaited<ReturnType<typeof startWorld>>} World */

/**
 * @param {object} [options]
 * @param {number} [options.port] the desk's; any free one where not given
 * @param {import("@nestjs/common").LoggerService} [options.logger]
 * @param {import("../dist/inbox/inbox-settings.js").InboxSettings} [options.inbox] in memory where not given
 * @param {{ url: string, prefix: string }} [options.queue] a queue in Redis between the webhooks and the books
 */
export async function startWorld({ port = 0, logger, inbox, queue } = {}) {
  const [deposits, refunds] = await Promise.all([
    createSandbox({ seed: "deposits" }),
    createSandbox({ seed: "refunds" }),
  ]);
  const gateways = { deposits: await deposits.listen(), refunds: await refunds.listen() };
  const closeGateways = () => Promise.all([deposits.close(), refunds.close()]);

  // A line to each gateway on which the next answer, which the gateway gave, can be lost or replaced by a status.
  /** @type {Record<"deposits" | "refunds", boolean | number>} */
  const lost = { deposits: false, refunds: false };
  /** @param {"deposits" | "refunds"} name @returns {typeof fetch} */
  const lineTo =
    (name) =>
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

  /** @param {"deposits" | "refunds"} name @param {import("@numipay/sandbox").Sandbox} sandbox */
  const account = (name, { apiKey, signaturePassword }) => {
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
    /** @type {import("../dist/inbox/open-inbox.js").OpenInbox["inbox"]} */
    inbox: app.get(inboxToken).inbox,
    customer: createPerson(deskUrl),
    operator: createPerson(deskUrl, { authorization: `Basic ${btoa(`op:${officePassword}`)}` }),
    /** Everything that is due has been told. */
    settle: async () => {
      await deposits.flush();
      await refunds.flush();
    },
    /** An account's queue, where there is one. @type {(name: "deposits" | "refunds") => import("@numipay/bullmq").WebhookQueue} */
    queueOf: (name) => app.get(getQueueToken(name), { strict: false }),
    /** The gateway carries the next request out, and its answer never arrives. @type {(name: "deposits" | "refunds") => void} */
    loseNextAnswer: (name) => {
      lost[name] = true;
    },
    /** The gateway carries the next request out, and this status comes back. @type {(name: "deposits" | "refunds", status: number) => void} */
    replaceNextStatus: (name, status) => {
      lost[name] = status;
    },
    async close() {
      await app.close();
      await closeGateways();
    },
  };
}
