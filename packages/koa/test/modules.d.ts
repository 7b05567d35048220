// Koa 2 is tested with the types of Koa 3: the adapter must not depend on the differences.
declare module "koa2" {
  export { default } from "koa";
}
