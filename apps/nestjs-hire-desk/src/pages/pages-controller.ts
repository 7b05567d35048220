import { Body, Controller, Get, Header, Inject, NotFoundException } from "@nestjs/common";
import { Param, Post, Redirect, Req, UnprocessableEntityException } from "@nestjs/common";
import { Books, type Hire } from "../books/books.js";
import { accounts, Ledger } from "../books/ledger.js";
import { Card } from "../hires/card.js";
import { TakeDeposit } from "../hires/take-deposit.js";
import { tools } from "../hires/tools.js";
import { RequestRefund } from "../refunds/request-refund.js";
import { DeskSettings } from "../settings/desk-settings.js";
import { type DeskRequest, originOf } from "../web/origin-of.js";
import { counterPage } from "./counter-page.js";
import { hirePage } from "./hire-page.js";
import { style } from "./style.js";

const asHtml = ["content-type", "text/html; charset=utf-8"] as const;

/** The customer's pages. */
@Controller()
export class PagesController {
  constructor(
    @Inject(TakeDeposit) private readonly deposits: TakeDeposit,
    @Inject(RequestRefund) private readonly refunds: RequestRefund,
    @Inject(Books) private readonly books: Books,
    @Inject(Ledger) private readonly ledger: Ledger,
    @Inject(DeskSettings) private readonly settings: DeskSettings,
  ) {}

  @Get()
  @Header(...asHtml)
  counter() {
    return counterPage();
  }

  @Get("style.css")
  @Header("content-type", "text/css; charset=utf-8")
  style() {
    return style;
  }

  @Post("hires")
  @Redirect()
  async hire(@Body() form: Record<string, unknown> = {}, @Req() request: DeskRequest) {
    const tool = tools.find(({ id }) => id === form["tool"]);
    if (tool === undefined) throw new UnprocessableEntityException("tool names none of ours");
    const toPage = ({ id }: Hire) => `${originOf(request, this.settings)}/hires/${id}`;
    const hire = await this.deposits.take(tool, Card.read(form), toPage);
    const bank = hire.state === "challenge" ? hire.challengeUrl : undefined;
    return { url: bank ?? `/hires/${hire.id}`, statusCode: 303 };
  }

  @Get("hires/:id")
  @Header(...asHtml)
  show(@Param("id") id: string) {
    const hire = this.#find(id);
    const refunds = [...this.books.refunds.values()].filter(({ hireId }) => hireId === id);
    const isHere = this.ledger.balance(accounts.deposit(hire.customer)) >= hire.cents;
    return hirePage(hire, refunds, hire.state === "paid" && isHere);
  }

  @Post("hires/:id/return")
  @Redirect()
  async giveBack(@Param("id") id: string, @Req() request: DeskRequest) {
    const page = `${originOf(request, this.settings)}/hires/${id}`;
    const refund = await this.refunds.request(this.#find(id), page);
    return { url: refund?.url ?? `/hires/${id}`, statusCode: 303 };
  }

  #find(id: string): Hire {
    const hire = this.books.hires.get(id);
    if (hire === undefined) throw new NotFoundException("There is no such hire");
    return hire;
  }
}
