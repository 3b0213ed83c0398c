import { Refusal } from "@/lib/kernel/refusal";
import type { Matcher } from "@/lib/telemetry/sample";

const LONGEST_PATTERN = 1000;

type Piece = { literal: string } | { least: 0 | 1 };

/** A test on a label's value. Throws a Refusal for a pattern beyond literals, `.*`, `.+` and alternatives. */
export function compileMatcher({ op, value }: Matcher): (candidate: string) => boolean {
  if (op === "=") return (candidate) => candidate === value;
  if (op === "!=") return (candidate) => candidate !== value;
  const accepts = compilePattern(value);
  return op === "=~" ? accepts : (candidate) => !accepts(candidate);
}

/**
 * The anchored part of the regular expressions that dashboards use: literals (with escapes), `.*`, `.+`, alternatives in one
 * group or none. Matching takes time in proportion to the text: there is no engine that a pattern could stall.
 */
function compilePattern(pattern: string): (candidate: string) => boolean {
  if (pattern.length > LONGEST_PATTERN) throw unsupported(pattern.slice(0, 40));
  const anchored = pattern.replace(/^\^/, "").replace(/(?<!\\)\$$/, "");
  const alternatives = splitAlternatives(anchored).map(parsePieces);
  const literals = new Set<string>();
  const others: Piece[][] = [];
  for (const pieces of alternatives) {
    const literal = literalOf(pieces);
    if (literal === undefined) others.push(pieces);
    else literals.add(literal);
  }
  return (candidate) => literals.has(candidate) || others.some((pieces) => matchesPieces(pieces, candidate));
}

function unsupported(pattern: string): Refusal {
  return new Refusal("invalid", "telemetry.unsupportedPattern", { pattern });
}

function splitAlternatives(pattern: string): string[] {
  const group = /^(.*?)\((?:\?:)?([^()]*)\)(.*)$/.exec(pattern);
  if (!group || /\\$/.test(group[1] ?? "")) return pattern.split(/(?<!\\)\|/);
  const [, before = "", inside = "", after = ""] = group;
  // Beyond one group, `a|b(c)` and nesting are for a real engine.
  if (/(?<!\\)[|()]/.test(before) || /(?<!\\)[|()]/.test(after)) throw unsupported(pattern);
  return inside.split(/(?<!\\)\|/).map((part) => before + part + after);
}

// An escaped sign, a gap, or a character that means itself; anything else is for a real engine.
const TOKEN = /\\([^a-zA-Z0-9])|\.([*+])|([^\\^$.|?*+()[\]{}])/y;

function parsePieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  let literal = "";
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const token = TOKEN.exec(text);
    if (!token) throw unsupported(text.slice(0, 40));
    const [, escaped, gap, plain] = token;
    if (gap === undefined) {
      literal += escaped ?? plain ?? "";
      continue;
    }
    if (literal !== "") pieces.push({ literal });
    literal = "";
    pieces.push({ least: gap === "*" ? 0 : 1 });
  }
  if (literal !== "") pieces.push({ literal });
  return pieces;
}

function literalOf(pieces: Piece[]): string | undefined {
  if (pieces.length === 0) return "";
  const only = pieces[0];
  return pieces.length === 1 && only && "literal" in only ? only.literal : undefined;
}

// Each literal is taken at its first place behind the gap before it; only the last must also end the text.
function matchesPieces(pieces: readonly Piece[], text: string): boolean {
  let at = 0;
  let gap = -1;
  for (const [n, piece] of pieces.entries()) {
    if ("least" in piece) {
      gap = Math.max(gap, 0) + piece.least;
      continue;
    }
    const last = n === pieces.length - 1;
    const found = gap < 0 ? at : last ? text.length - piece.literal.length : text.indexOf(piece.literal, at + gap);
    if (found < at + Math.max(gap, 0) || !text.startsWith(piece.literal, found)) return false;
    at = found + piece.literal.length;
    gap = -1;
  }
  return gap < 0 ? at === text.length : text.length - at >= gap;
}
