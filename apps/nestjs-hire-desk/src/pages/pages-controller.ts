import {
  Body,
  Controller,
  Get,
  Header,
  Inject,
  NotFoundException,
  Param,
  Post,
  Redirect,
  Req,
  UnprocessableEntityException,
} from "@nestjs/common";
import { DeskStore, type Hire } from "../store/desk-store.js";
import { accounts, Ledger } from "../store/ledger.js";
import { Card } from "../hires/card.js";
import { ChargeDeposit } from "../hires/charge-deposit.js";
import { tools } from "../hires/tools.js";
import { RequestRefund } from "../refunds/request-refund.js";
import { DeskSettings } from "../settings/desk-settings.js";
import { type DeskRequest, originOf } from "../web/origin-of.js";
import { homePage } from "./home-page.js";
import { hirePage } from "./hire-page.js";
import { style } from "./style.js";

const asHtml = ["content-type", "text/html; charset=utf-8"] as const;

/** The customer's pages. */
@Controller()
export class PagesController {
  constructor(
    @Inject(ChargeDeposit) private readonly deposits: ChargeDeposit,
    @Inject(RequestRefund) private readonly refunds: RequestRefund,
    @Inject(DeskStore) private readonly store: DeskStore,
    @Inject(Ledger) private readonly ledger: Ledger,
    @Inject(DeskSettings) private readonly settings: DeskSettings,
  ) {}

  @Get()
  @Header(...asHtml)
  home() {
    return homePage();
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
    if (tool === undefined)
      throw new UnprocessableEntityException("tool must be the id of one of our tools.");
    const toReturnUrl = ({ id }: Hire) => `${originOf(request, this.settings)}/hires/${id}`;
    const hire = await this.deposits.charge(tool, Card.read(form), toReturnUrl);
    const bankUrl = hire.state === "challenge" ? hire.challengeUrl : undefined;
    return { url: bankUrl ?? `/hires/${hire.id}`, statusCode: 303 };
  }

  @Get("hires/:id")
  @Header(...asHtml)
  show(@Param("id") id: string) {
    const hire = this.#find(id);
    const refunds = [...this.store.refunds.values()].filter(({ hireId }) => hireId === id);
    const hasDeposit = this.ledger.balance(accounts.deposit(hire.customer)) >= hire.cents;
    return hirePage(hire, refunds, hire.state === "paid" && hasDeposit);
  }

  @Post("hires/:id/return")
  @Redirect()
  async returnTool(@Param("id") id: string, @Req() request: DeskRequest) {
    const returnUrl = `${originOf(request, this.settings)}/hires/${id}`;
    const refund = await this.refunds.request(this.#find(id), returnUrl);
    return { url: refund?.url ?? `/hires/${id}`, statusCode: 303 };
  }

  #find(id: string): Hire {
    const hire = this.store.hires.get(id);
    if (hire === undefined) throw new NotFoundException("Hire not found.");
    return hire;
  }
}
