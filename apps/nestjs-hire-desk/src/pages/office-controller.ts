import { Controller, Get, Header, Inject, NotFoundException } from "@nestjs/common";
import { Param, Post, Redirect, UseGuards } from "@nestjs/common";
import { Books } from "../books/books.js";
import { Ledger } from "../books/ledger.js";
import { DecideRefund } from "../refunds/decide-refund.js";
import { OfficeGuard } from "../web/office-guard.js";
import { officePage } from "./office-page.js";

/** The operator's page. */
@Controller("office")
@UseGuards(OfficeGuard)
export class OfficeController {
  constructor(
    @Inject(DecideRefund) private readonly office: DecideRefund,
    @Inject(Books) private readonly books: Books,
    @Inject(Ledger) private readonly ledger: Ledger,
  ) {}

  @Get()
  @Header("content-type", "text/html; charset=utf-8")
  show() {
    return officePage(this.books, this.ledger);
  }

  @Post(":id/:act")
  @Redirect("/office", 303)
  async decide(@Param("id") id: string, @Param("act") act: string): Promise<void> {
    const refund = this.books.refunds.get(id);
    if (refund === undefined) throw new NotFoundException("There is no such refund");
    if (act === "find-out") await this.office.findOut(refund);
    else if (act === "approve" || act === "reject") await this.office.decide(refund, act);
    else throw new NotFoundException("There is nothing like that to do");
  }
}
