import { Global, Module } from "@nestjs/common";
import { Books } from "./books.js";
import { Ledger } from "./ledger.js";

@Global()
@Module({ providers: [Books, Ledger], exports: [Books, Ledger] })
export class BooksModule {}
