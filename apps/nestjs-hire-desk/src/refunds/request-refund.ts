import { Inject, Injectable, Logger } from "@nestjs/common";
import { isNumipayError, isOutcomeUnknownError, nothingWasDone, type Numipay } from "@numipay/core";
import { InjectNumipay } from "@numipay/nestjs";
import { DataSource, type EntityManager } from "typeorm";
import { DeskStore } from "../store/desk-store.js";
import { accounts, Ledger } from "../store/ledger.js";
import { toDecimal } from "../store/money.js";
import { Refund } from "../store/refund.js";
import { refundsAccount } from "./refunds-account.js";

/** Refunds a deposit. Puts the money on hold first, so that it cannot be refunded twice. */
@Injectable()
export class RequestRefund {
  readonly #logger = new Logger(RequestRefund.name);

  constructor(
    @InjectNumipay(refundsAccount) private readonly numipay: Numipay,
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(DeskStore) private readonly store: DeskStore,
    @Inject(Ledger) private readonly ledger: Ledger,
  ) {}

  /** Returns the refund with the gateway's page for the customer, or undefined if there is no deposit to refund. */
  async request(hireId: string, returnUrl: string): Promise<Refund | undefined> {
    const refund = await this.dataSource.transaction((db) => this.#hold(hireId, db));
    if (refund === undefined) return undefined;
    const { id, customer, currency, cents } = refund;
    try {
      const { url } = await this.numipay.payouts.request({
        tracking_id: id,
        user_id: customer,
        currency,
        amount: toDecimal(cents),
        return_url: returnUrl,
      });
      await this.store.setUrl(id, url);
      // The webhook can arrive before the response.
      await this.store.moveRefund(id, "sending", { state: "waiting" });
    } catch (error) {
      await this.#fail(refund, error);
    }
    return (await this.store.findRefund(id)) ?? refund;
  }

  /** Locks the hire: of two concurrent requests, one finds no deposit. */
  async #hold(hireId: string, db: EntityManager): Promise<Refund | undefined> {
    const hire = await this.store.lockHire(hireId, db);
    if (hire?.state !== "paid") return undefined;
    const { customer, cents } = hire;
    if ((await this.ledger.balance(accounts.deposit(customer), db)) < cents) return undefined;
    const refund = await this.store.addRefund(hire, db);
    await this.#move(refund, "hold", accounts.deposit(customer), accounts.held(customer), db);
    return refund;
  }

  async #fail(refund: Refund, error: unknown): Promise<void> {
    const { id, customer } = refund;
    this.#logger.error(`${id}: ${isNumipayError(error) ? error.code : "failed"}`);
    if (isOutcomeUnknownError(error)) {
      await this.store.setLastKnownState(Refund, id, error.lastKnownStatus.state);
    }
    if (!nothingWasDone(error)) {
      // The money stays on hold until the webhook arrives.
      await this.store.moveRefund(id, "sending", { state: "unknown" });
      return;
    }
    await this.dataSource.transaction(async (db) => {
      // If a webhook arrived first, the gateway has the payout.
      if (!(await this.store.moveRefund(id, "sending", { state: "refused" }, db))) return;
      await this.#move(refund, "release", accounts.held(customer), accounts.deposit(customer), db);
    });
  }

  #move(
    { id: trackingId, cents, currency }: Refund,
    reason: string,
    from: string,
    to: string,
    db: EntityManager,
  ): Promise<void> {
    const entry = { key: `${reason}:${trackingId}`, from, to, cents, currency, trackingId };
    return this.ledger.transfer(entry, db);
  }
}
