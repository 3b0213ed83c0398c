import { Refusal } from "@/lib/kernel/refusal";

const BODY_LIMIT = 256 * 1024;
const DEPTH_LIMIT = 20;

/** The JSON object of a request's body, at most 256 KiB and 20 levels deep; an empty body is an empty object. */
export async function readJson(request: Request): Promise<Record<string, unknown>> {
  const type = request.headers.get("content-type") ?? "";
  const text = await readText(request);
  if (text === "") return {};
  if (!/^application\/json\s*(;|$)/i.test(type))
    throw new Refusal("unsupported", "refusals.unsupported", { expected: "application/json" });
  const value = parse(text);
  if (value === null || typeof value !== "object" || Array.isArray(value))
    throw new Refusal("invalid", "refusals.notObject");
  if (isDeeper(value, DEPTH_LIMIT)) throw new Refusal("invalid", "refusals.invalid");
  return value as Record<string, unknown>;
}

async function readText(request: Request): Promise<string> {
  const tooLarge = () => new Refusal("too-large", "refusals.tooLarge", { limit: BODY_LIMIT });
  if (Number(request.headers.get("content-length") ?? 0) > BODY_LIMIT) throw tooLarge();
  const reader = request.body?.getReader();
  if (!reader) return "";
  const parts: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > BODY_LIMIT) throw tooLarge();
    parts.push(value);
  }
  return Buffer.concat(parts).toString("utf8");
}

function parse(text: string): unknown {
  try {
    // `__proto__` in a body must stay a plain key that a strict schema refuses.
    return JSON.parse(text, (key, value) => (key === "__proto__" ? undefined : value)) as unknown;
  } catch {
    throw new Refusal("invalid", "refusals.notJson");
  }
}

function isDeeper(value: unknown, levels: number): boolean {
  if (value === null || typeof value !== "object") return false;
  if (levels === 0) return true;
  return Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}
