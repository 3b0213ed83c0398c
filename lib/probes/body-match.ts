import type { HttpInput } from "@/lib/probes/check-input";

/** What is wrong with a body, in words that do not quote it; undefined when nothing is. */
export function bodyMismatch(
  body: string,
  { contains, excludes, pattern }: Pick<HttpInput, "contains" | "excludes" | "pattern">,
): string | undefined {
  if (contains !== undefined && !body.includes(contains)) return "the body does not contain what was expected";
  if (excludes !== undefined && excludes !== "" && body.includes(excludes)) return "the body contains what it must not";
  if (pattern !== undefined && !patternFound(body, pattern)) return "the body does not match the pattern";
  return undefined;
}

/**
 * Whether `*` (any run) and `?` (one character) make the pattern match somewhere in the text. Each piece between stars is looked for
 * once, from where the last one ended, without backtracking: the cost is at most the text's length times the longest piece's.
 */
export function patternFound(text: string, pattern: string): boolean {
  let from = 0;
  for (const piece of pattern.split("*")) {
    const at = findPiece(text, piece, from);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return true;
}

function findPiece(text: string, piece: string, from: number): number {
  if (!piece.includes("?")) return text.indexOf(piece, from);
  for (let at = from; at + piece.length <= text.length; at++) if (pieceAt(text, piece, at)) return at;
  return -1;
}

function pieceAt(text: string, piece: string, start: number): boolean {
  for (let index = 0; index < piece.length; index++) {
    if (piece[index] !== "?" && piece[index] !== text[start + index]) return false;
  }
  return true;
}
