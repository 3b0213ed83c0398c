import type { Problem } from "@/lib/http/problem";

/** What the browser's side throws when a door refuses: the problem document as it came. */
export class CallRefused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.title);
    this.name = "CallRefused";
  }
}

const DEADLINE_MS = 15_000;

/** Calls a door from the browser: GET and DELETE carry `input` in the query, the others as JSON. Throws CallRefused on a problem. */
export async function call<T>(
  method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE",
  path: string,
  input: Record<string, unknown> = {},
  signal?: AbortSignal,
): Promise<T> {
  const inQuery = method === "GET" || method === "DELETE";
  const deadline = AbortSignal.timeout(DEADLINE_MS);
  const response = await fetch(inQuery ? withQuery(path, input) : path, {
    method,
    credentials: "same-origin",
    signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
    ...(inQuery ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(input) }),
  });
  if (response.status === 204) return undefined as T;
  const body = (await response.json().catch(() => null)) as unknown;
  if (response.ok) return body as T;
  throw new CallRefused(
    isProblem(body)
      ? body
      : {
          type: "about:blank",
          title: response.statusText || String(response.status),
          status: response.status,
          code: "unknown",
        },
  );
}

function isProblem(body: unknown): body is Problem {
  return body !== null && typeof body === "object" && "status" in body && "title" in body;
}

function withQuery(path: string, input: Record<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(input)) {
    if (value === undefined || value === null) continue;
    for (const each of Array.isArray(value) ? value : [value]) query.append(key, String(each));
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}
