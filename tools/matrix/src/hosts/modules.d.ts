// Express 4 and Koa 2 are compiled with the types of Express 5 and Koa 3: where they differ, the adapter must not care.
declare module "express4" {
  export { default } from "express";
}

declare module "koa2" {
  export { default } from "koa";
}
