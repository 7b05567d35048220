import {
  Controller,
  Get,
  Header,
  Inject,
  NotFoundException,
  Param,
  Post,
  Redirect,
  UseGuards,
} from "@nestjs/common";
import { DeskStore } from "../store/desk-store.js";
import { accounts, Ledger } from "../store/ledger.js";
import { DecideRefund } from "../refunds/decide-refund.js";
import { OfficeGuard } from "../web/office-guard.js";
import { officePage } from "./office-page.js";

/** The operator's page. */
@Controller("office")
@UseGuards(OfficeGuard)
export class OfficeController {
  constructor(
    @Inject(DecideRefund) private readonly office: DecideRefund,
    @Inject(DeskStore) private readonly store: DeskStore,
    @Inject(Ledger) private readonly ledger: Ledger,
  ) {}

  @Get()
  @Header("content-type", "text/html; charset=utf-8")
  async show() {
    return officePage({
      refunds: await this.store.listRefunds(),
      flags: await this.store.listFlags(),
      paidCents: -(await this.ledger.balance(accounts.cards)),
      refundedCents: await this.ledger.balance(accounts.payouts),
      entries: await this.ledger.entries(),
    });
  }

  @Post(":id/:action")
  @Redirect("/office", 303)
  async decide(@Param("id") id: string, @Param("action") action: string): Promise<void> {
    const refund = await this.store.findRefund(id);
    if (refund === null) throw new NotFoundException("Refund not found.");
    if (action === "look-up") await this.office.lookUp(refund);
    else if (action === "approve" || action === "reject") await this.office.decide(refund, action);
    else throw new NotFoundException("Unknown action.");
  }
}
