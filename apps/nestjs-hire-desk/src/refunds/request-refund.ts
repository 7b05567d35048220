import { setTimeout as pause } from "node:timers/promises";
import { Inject, Injectable } from "@nestjs/common";
import type { Outbox } from "@numipay/core";
import { InjectOutbox } from "@numipay/nestjs";
import { DataSource, type EntityManager } from "typeorm";
import { DeskStore } from "../store/desk-store.js";
import { accounts, Ledger } from "../store/ledger.js";
import { toDecimal } from "../store/money.js";
import type { Refund } from "../store/refund.js";
import { refundsAccount } from "./refunds-account.js";

/** How long a request waits for the gateway's page. After that, the hire's page shows it. */
const pageTimeoutMs = 3_000;
const pageIntervalMs = 25;

/** Refunds a deposit. The money is put on hold and the payout is queued in one transaction, so neither happens alone or twice. */
@Injectable()
export class RequestRefund {
  constructor(
    @InjectOutbox(refundsAccount) private readonly outbox: Outbox<EntityManager>,
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(DeskStore) private readonly store: DeskStore,
    @Inject(Ledger) private readonly ledger: Ledger,
  ) {}

  /** Returns the refund with the gateway's page for the customer, or undefined if there is no deposit to refund. */
  async request(hireId: string, returnUrl: string): Promise<Refund | undefined> {
    const refund = await this.dataSource.transaction((db) => this.#hold(hireId, returnUrl, db));
    return refund && (await this.#untilSent(refund));
  }

  /** Locks the hire: of two concurrent requests, one finds no deposit. */
  async #hold(hireId: string, returnUrl: string, db: EntityManager): Promise<Refund | undefined> {
    const hire = await this.store.lockHire(hireId, db);
    if (hire?.state !== "paid") return undefined;
    const { customer, cents, currency } = hire;
    if ((await this.ledger.balance(accounts.deposit(customer), db)) < cents) return undefined;
    const refund = await this.store.addRefund(hire, db);
    const { id: trackingId } = refund;
    const [from, to] = [accounts.deposit(customer), accounts.held(customer)];
    const entry = { key: `hold:${trackingId}`, from, to, cents, currency, trackingId };
    await this.ledger.transfer(entry, db);
    await this.outbox.enqueue(db, "payouts.request", {
      tracking_id: trackingId,
      user_id: customer,
      currency,
      amount: toDecimal(cents),
      return_url: returnUrl,
    });
    return refund;
  }

  /** Reads the store, because another process may send it. */
  async #untilSent(refund: Refund): Promise<Refund> {
    const endsAtMs = performance.now() + pageTimeoutMs;
    let current = refund;
    while (current.state === "sending" && performance.now() < endsAtMs) {
      await pause(pageIntervalMs);
      current = (await this.store.findRefund(refund.id)) ?? refund;
    }
    return current;
  }
}
