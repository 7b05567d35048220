import { Global, Module } from "@nestjs/common";
import { DeskStore } from "./desk-store.js";
import { Ledger } from "./ledger.js";

@Global()
@Module({ providers: [DeskStore, Ledger], exports: [DeskStore, Ledger] })
export class StoreModule {}
