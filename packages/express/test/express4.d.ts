// Express 4 is tested with the types of Express 5: the adapter must not depend on the differences.
declare module "express4" {
  export { default } from "express";
}
