import {
  Body,
  Controller,
  Get,
  Inject,
  NotFoundException,
  Param,
  Post,
  Req,
  UnprocessableEntityException,
} from "@nestjs/common";
import { Books } from "../books/books.js";
import { showHire } from "../books/show-row.js";
import { DeskSettings } from "../settings/desk-settings.js";
import { type DeskRequest, originOf } from "../web/origin-of.js";
import { Card } from "./card.js";
import { TakeDeposit } from "./take-deposit.js";
import { tools } from "./tools.js";

/** The customer's side in JSON. */
@Controller("api")
export class HiresController {
  constructor(
    @Inject(TakeDeposit) private readonly deposits: TakeDeposit,
    @Inject(Books) private readonly books: Books,
    @Inject(DeskSettings) private readonly settings: DeskSettings,
  ) {}

  @Get("tools")
  list() {
    return tools;
  }

  @Post("hires")
  async hire(@Body() form: Record<string, unknown> = {}, @Req() request: DeskRequest) {
    const tool = tools.find(({ id }) => id === form["tool"]);
    if (tool === undefined) throw new UnprocessableEntityException("tool names none of ours");
    const origin = originOf(request, this.settings);
    const card = Card.read(form);
    return showHire(await this.deposits.take(tool, card, ({ id }) => `${origin}/hires/${id}`));
  }

  @Get("hires/:id")
  show(@Param("id") id: string) {
    const hire = this.books.hires.get(id);
    if (hire === undefined) throw new NotFoundException("There is no such hire");
    return showHire(hire);
  }
}
