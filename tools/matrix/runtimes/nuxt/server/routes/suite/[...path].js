import { defineEventHandler, toWebRequest } from "h3";
import { serve } from "../../../suite.mjs";

export default defineEventHandler((event) => serve(toWebRequest(event)));
