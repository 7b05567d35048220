// The stage of a fault: a gateway on a virtual clock, a shop, and the network between them.
import { createSandbox, type SandboxOptions } from "@numipay/sandbox";
import { createNetwork } from "./network.js";
import type { Database } from "./open-database.js";
import { openPlainShop } from "./open-plain-shop.js";
import { openShop } from "./open-shop.js";
import type { Shop, ShopOptions } from "./shop.js";
import { readShopState } from "./read-shop-state.js";
import { createStepRecorder, type Moment } from "./step-recorder.js";

export type Stage = Awaited<ReturnType<typeof openStage>>;

export interface StageOptions {
  /** When a deposit becomes `pending`, which triggers a webhook. Defaults to `"never"`, which keeps the timeline short. */
  pendingWebhook?: SandboxOptions["pendingWebhook"];
  /** Whether the shop is the negative control. Defaults to `false`. */
  isPlain?: boolean;
}

export async function openStage(
  database: Database,
  { pendingWebhook = "never", isPlain = false }: StageOptions = {},
) {
  await database.reset();
  let shop: Shop | undefined;
  let shopUrl = "";
  let log: string[] = [];
  let afterCredit = (): void => undefined;

  const sandbox = await createSandbox({
    seed: "timeline",
    startAt: "2026-03-02T09:00:00Z",
    merchantName: "Lightship Coffee",
    pendingWebhook,
    autoDeliver: false,
    webhookUrl: "https://shop.example/webhooks/numipay",
    deliver: (...request) => network.fromGateway(...request),
  });
  const recorder = createStepRecorder({ takeMoment, attempts: listAttempts });
  const network = createNetwork({
    shopUrl: () => shopUrl,
    gateway: sandbox.fetch,
    onExchange: recorder.note,
  });

  async function takeMoment(): Promise<Moment> {
    const transactions = sandbox.transactions();
    const stored = await readShopState(database.db(), transactions);
    const moment = {
      at: sandbox.now().toISOString(),
      gateway: transactions.map(({ tracking_id, transaction_type, amount, currency, status }) => ({
        tracking_id,
        transaction_type,
        amount,
        currency,
        status,
      })),
      shop: { isRunning: shop !== undefined, ...stored, log },
      differences: sandbox.compareLedger(stored.entries).map(({ message }) => message),
    };
    log = [];
    return moment;
  }

  function listAttempts() {
    return sandbox.deliveries().map(({ attempt, at, responseStatus, nextAttemptAt }) => ({
      number: attempt,
      at,
      status: responseStatus,
      nextAttemptAt,
    }));
  }

  async function startShop(): Promise<void> {
    const { apiKey, baseUrl, signaturePassword } = sandbox;
    shop = await (isPlain ? openPlainShop : openShop)({
      db: database.db(),
      client: { apiKey, baseUrl, fetch: network.fromShop },
      signaturePassword,
      onOutcome: (report) => log.push(toLogLine(report)),
      afterCredit: () => afterCredit(),
      afterDebit: () => undefined,
    });
    shopUrl = shop.url;
  }
  await startShop();

  return {
    sandbox,
    database,
    isPlain,
    steps: recorder.steps,
    play: recorder.play,
    summarize: recorder.summarize,
    loseNext: network.loseNext,
    sendAsAttacker: network.fromAttacker,
    /** The running shop. */
    shop(): Shop {
      if (shop === undefined) throw new Error("The shop is stopped.");
      return shop;
    },
    startShop,
    /** Connections to the shop are refused until it starts again. */
    async stopShop(): Promise<void> {
      await shop?.close();
      shop = undefined;
    },
    /** Replaces what runs in the handler of a successful deposit, after its writes. */
    setAfterCredit(run: () => void): void {
      afterCredit = run;
    },
    async close(): Promise<void> {
      await shop?.close();
      await sandbox.close();
    },
  };
}

/** An outcome with its reason, or with the error of the handler. */
function toLogLine({ outcome, reason, error }: Parameters<ShopOptions["onOutcome"]>[0]): string {
  const thrown: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const details = thrown instanceof Error ? thrown.message : reason;
  return details === undefined ? outcome : `${outcome}: ${details}`;
}
