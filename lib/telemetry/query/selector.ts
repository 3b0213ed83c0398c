import { Refusal } from "@/lib/kernel/refusal";
import type { Matcher, MatchOperator } from "@/lib/telemetry/sample";

const NAME = /\s*([a-zA-Z_:][\w:.]*)?\s*/y;
const MATCHER = /\s*("(?:[^"\\]|\\.)*"|[a-zA-Z_][\w.]*)\s*(=~|!~|!=|=)\s*("(?:[^"\\]|\\.)*")\s*(,|(?=\}))/y;
const LONGEST = 4000;

/** Reads `name{label="value", other=~"a|b"}` into matchers. Throws a Refusal that says where it stops making sense. */
export function parseSelector(text: string): Matcher[] {
  if (text.length > LONGEST) throw wrong(text, LONGEST);
  const matchers: Matcher[] = [];
  NAME.lastIndex = 0;
  const name = NAME.exec(text)?.[1];
  let at = NAME.lastIndex;
  if (name) matchers.push({ label: "__name__", op: "=", value: name });
  if (text[at] === "{") {
    at++;
    while (!/\s*\}/y.test(text.slice(at))) {
      MATCHER.lastIndex = at;
      const found = MATCHER.exec(text);
      if (!found) throw wrong(text, at);
      matchers.push({ label: unquote(found[1] ?? ""), op: found[2] as MatchOperator, value: unquote(found[3] ?? "") });
      at = MATCHER.lastIndex;
    }
    at = text.indexOf("}", at) + 1;
  }
  if (text.slice(at).trim() !== "") throw wrong(text, at);
  return matchers;
}

function unquote(text: string): string {
  if (!text.startsWith('"')) return text;
  return text.slice(1, -1).replace(/\\(.)/gs, (_, char: string) => (char === "n" ? "\n" : char));
}

function wrong(text: string, at: number): Refusal {
  return new Refusal("invalid", "telemetry.selector", { at, near: text.slice(at, at + 20) });
}
