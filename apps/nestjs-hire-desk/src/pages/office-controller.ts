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
import { Ledger } from "../store/ledger.js";
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
  show() {
    return officePage(this.store, this.ledger);
  }

  @Post(":id/:action")
  @Redirect("/office", 303)
  async decide(@Param("id") id: string, @Param("action") action: string): Promise<void> {
    const refund = this.store.refunds.get(id);
    if (refund === undefined) throw new NotFoundException("Refund not found.");
    if (action === "look-up") await this.office.lookUp(refund);
    else if (action === "approve" || action === "reject") await this.office.decide(refund, action);
    else throw new NotFoundException("Unknown action.");
  }
}
