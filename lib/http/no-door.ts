import { localeOf } from "@/lib/http/door";
import { problemOf } from "@/lib/http/problem";
import { Refusal } from "@/lib/kernel/refusal";

/** The answer at an API address that does not exist: a problem document, not a page. */
export function noDoor(request: Request): Response {
  const body = problemOf(new Refusal("missing", "refusals.missing"), localeOf(request.headers));
  return Response.json(body, {
    status: 404,
    headers: { "content-type": "application/problem+json", "cache-control": "no-store" },
  });
}
