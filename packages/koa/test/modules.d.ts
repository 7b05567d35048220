// Koa 2 is tested with the types of Koa 3: where they differ, the adapter must not care.
declare module "koa2" {
  export { default } from "koa";
}
