import {
  Body,
  ConflictException,
  Controller,
  Get,
  Inject,
  NotFoundException,
} from "@nestjs/common";
import { HttpCode, Param, Post, Req, UseGuards } from "@nestjs/common";
import { Books, type Refund } from "../books/books.js";
import { showRefund } from "../books/show-row.js";
import { DeskSettings } from "../settings/desk-settings.js";
import { OfficeGuard } from "../web/office-guard.js";
import { type DeskRequest, originOf } from "../web/origin-of.js";
import { DecideRefund } from "./decide-refund.js";
import { RequestRefund } from "./request-refund.js";

/** Refunds in JSON: customers ask, the operator decides. */
@Controller("api/refunds")
export class RefundsController {
  constructor(
    @Inject(RequestRefund) private readonly refunds: RequestRefund,
    @Inject(DecideRefund) private readonly office: DecideRefund,
    @Inject(Books) private readonly books: Books,
    @Inject(DeskSettings) private readonly settings: DeskSettings,
  ) {}

  @Post()
  async request(@Body() form: Record<string, unknown> = {}, @Req() request: DeskRequest) {
    const hire = this.books.hires.get(String(form["hire"]));
    if (hire === undefined) throw new NotFoundException("There is no such hire");
    const returnUrl = `${originOf(request, this.settings)}/hires/${hire.id}`;
    const refund = await this.refunds.request(hire, returnUrl);
    if (refund === undefined) throw new ConflictException("There is nothing to give back");
    return { ...showRefund(refund), url: refund.url };
  }

  @Get()
  @UseGuards(OfficeGuard)
  list() {
    return [...this.books.refunds.values()].map(showRefund);
  }

  @Get(":id")
  show(@Param("id") id: string) {
    return showRefund(this.#find(id));
  }

  @Post(":id/approve")
  @HttpCode(200)
  @UseGuards(OfficeGuard)
  approve(@Param("id") id: string) {
    return this.#decide(id, "approve");
  }

  @Post(":id/reject")
  @HttpCode(200)
  @UseGuards(OfficeGuard)
  reject(@Param("id") id: string) {
    return this.#decide(id, "reject");
  }

  @Post(":id/find-out")
  @HttpCode(200)
  @UseGuards(OfficeGuard)
  async findOut(@Param("id") id: string) {
    const refund = this.#find(id);
    await this.office.findOut(refund);
    return showRefund(refund);
  }

  async #decide(id: string, decision: "approve" | "reject") {
    const refund = this.#find(id);
    if (await this.office.decide(refund, decision)) return showRefund(refund);
    throw new ConflictException(`This refund is ${refund.state}`);
  }

  #find(id: string): Refund {
    const refund = this.books.refunds.get(id);
    if (refund === undefined) throw new NotFoundException("There is no such refund");
    return refund;
  }
}
