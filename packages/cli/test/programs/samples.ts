// How to create an order in each sample app, and how to read its ledger.

interface LedgerRow {
  tracking_id: string;
  amount: string;
  currency: string;
}

interface Order extends LedgerRow {
  user_id: string;
}

export interface Sample {
  webhook: string;
  password: string;
  createOrder: () => Order | Promise<Order>;
  readLedger: () => LedgerRow[] | Promise<LedgerRow[]>;
}

/** The amount and currency of the samples' orders and ledger entries. */
interface Money {
  cents: number;
  currency: string;
}

interface LedgerEntry extends Money {
  trackingId: string;
  account?: string;
}

interface SingleAccountWorld {
  webhookUrl: string;
  sandbox: { signaturePassword: string };
}

interface ShopWorld extends SingleAccountWorld {
  store: {
    addOrder: (order: object) => Promise<Money & { id: string; customer: string }>;
    listEntries: () => Promise<LedgerEntry[]>;
  };
}

interface SleeperWorld extends SingleAccountWorld {
  bookings: {
    add: (booking: object, options: object) => Money & { id: string; userId: string };
  };
  ledger: { entries: () => LedgerEntry[] };
}

interface HireDeskWorld {
  webhooks: { deposits: string };
  deposits: { signaturePassword: string };
  store: { addHire: (tool: object) => Promise<Money & { id: string; customer: string }> };
  ledger: { entries: () => Promise<LedgerEntry[]> };
}

interface ArcadeWorld extends SingleAccountWorld {
  services: { wallets: { processed: Map<string, { event: LedgerRow }> } };
}

const toAmount = (cents: number): string => (cents / 100).toFixed(2);

const toRow = ({ trackingId, cents, currency }: LedgerEntry): LedgerRow => ({
  tracking_id: trackingId,
  amount: toAmount(cents),
  currency,
});

const toOrder = (id: string, userId: string, { cents, currency }: Money): Order => ({
  tracking_id: id,
  user_id: userId,
  amount: toAmount(cents),
  currency,
});

function shopSample({ webhookUrl, sandbox, store }: ShopWorld): Sample {
  return {
    webhook: webhookUrl,
    password: sandbox.signaturePassword,
    async createOrder() {
      const order = await store.addOrder({
        customer: "doctor",
        kind: "order",
        lines: [],
        cents: 1290,
        currency: "EUR",
      });
      return toOrder(order.id, order.customer, order);
    },
    readLedger: async () => (await store.listEntries()).map(toRow),
  };
}

function sleeperSample({ webhookUrl, sandbox, bookings, ledger }: SleeperWorld): Sample {
  return {
    webhook: webhookUrl,
    password: sandbox.signaturePassword,
    createOrder() {
      const passenger = {
        train: {},
        berth: { cents: 2990 },
        passenger: "Doctor",
        email: "doctor@example.com",
        providerId: "northbank",
      };
      const booking = bookings.add(passenger, { currency: "EUR" });
      return toOrder(booking.id, booking.userId, booking);
    },
    // Entries in other accounts are payments that match no booking.
    readLedger: () =>
      ledger
        .entries()
        .filter(({ account }) => account === "fares")
        .map(toRow),
  };
}

function hireDeskSample({ webhooks, deposits, store, ledger }: HireDeskWorld): Sample {
  return {
    webhook: webhooks.deposits,
    password: deposits.signaturePassword,
    async createOrder() {
      const hire = await store.addHire({ name: "drill", cents: 12_050, currency: "EUR" });
      return toOrder(hire.id, hire.customer, hire);
    },
    readLedger: async () => (await ledger.entries()).map(toRow),
  };
}

function arcadeSample({ webhookUrl, sandbox, services }: ArcadeWorld): Sample {
  let orderCount = 0;
  return {
    webhook: webhookUrl,
    password: sandbox.signaturePassword,
    createOrder() {
      orderCount += 1;
      const id = `coins-${orderCount}`;
      return { tracking_id: id, user_id: "player", amount: "4.99", currency: "EUR" };
    },
    readLedger: () =>
      [...services.wallets.processed.values()].map(({ event }) => {
        const { tracking_id, amount, currency } = event;
        return { tracking_id, amount, currency };
      }),
  };
}

/** The apps are not dependencies of this package, so their worlds are not typed here. */
export function createSample(name: string, world: unknown): Sample {
  switch (name) {
    case "express-shop":
      return shopSample(world as ShopWorld);
    case "koa-sleeper":
      return sleeperSample(world as SleeperWorld);
    case "nestjs-hire-desk":
      return hireDeskSample(world as HireDeskWorld);
    case "hono-arcade":
      return arcadeSample(world as ArcadeWorld);
    default:
      throw new Error(`Unknown sample app: ${name}.`);
  }
}
