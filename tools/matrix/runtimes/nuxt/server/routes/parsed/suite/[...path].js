export { default } from "../../suite/[...path].js";
