import { serve } from "../../../../suite.mjs";

export const GET = ({ request }) => serve(request);
export const POST = GET;
