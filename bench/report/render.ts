import { type Against, judge, type Row, type Spread } from "@/bench/measure/row";

/** The rows of one claim as they were measured, with where and when. */
export type Measured = { claim: string; rows: Row[]; at: string; commit: string; machine: string; failed?: string };

const HEAD = ["claim", "workload", "unit", "ours", "peer", "ratio", "limit", "", "rounds"];

/** The report as Markdown: one table, the notes below it, and where each claim was measured. */
export function renderReport(measured: readonly Measured[]): string {
  const rows = measured.flatMap((claim) => claim.rows);
  const lines = [
    "# Benchmarks",
    "",
    "Written by `npm run bench`. Each claim is measured beside its peer in the same run on the same machine, with authentication, validation,",
    "roll-ups and live push switched on; the load generator is never counted. Figures are medians, the extremes in brackets; a ratio is ours over the",
    "peer's, so less is better. Peers are Debian 12's packages.",
    "",
    `| ${HEAD.join(" | ")} |`,
    `|${HEAD.map(() => "---").join("|")}|`,
    ...rows.map(line),
    "",
    ...notes(rows),
    "## Where and when",
    "",
    ...measured.map(
      ({ claim, at, commit, machine, failed }) =>
        `- ${claim}: ${at}, commit ${commit}, ${machine}${failed ? `. Failed: ${failed}` : ""}`,
    ),
    "",
  ];
  return lines.join("\n");
}

function line(row: Row): string {
  const { ratio, verdict } = judge(row);
  const cells = [
    row.claim,
    row.workload,
    row.unit,
    "missing" in row.ours ? row.ours.missing : figures(row.ours),
    row.peer ? peer(row.peer) : "",
    ratio === undefined ? "" : `${number(ratio)}x`,
    limit(row),
    verdict === "missed" ? "**missed**" : verdict,
    "missing" in row.ours ? "" : String(row.ours.rounds),
  ];
  return `| ${cells.map((cell) => cell.replaceAll("|", "/")).join(" | ")} |`;
}

function notes(rows: readonly Row[]): string[] {
  const noted = rows.filter(({ note }) => note);
  return noted.length === 0
    ? []
    : ["## Notes", "", ...noted.map(({ claim, unit, note }) => `- ${claim} (${unit}): ${note}`), ""];
}

function peer(against: Against): string {
  return `${against.name}: ${"missing" in against ? against.missing : figures(against.spread)}`;
}

function figures({ median, least, most, rounds }: Spread): string {
  return rounds === 1 ? number(median) : `${number(median)} (${number(least)}-${number(most)})`;
}

function limit({ limit: promised, unit }: Row): string {
  if (!promised) return "";
  const most = promised.kind === "ratio" ? `<= ${promised.most}x` : `<= ${promised.most} ${unit}`;
  return promised.stretch ? `${most} (stretch)` : most;
}

/** Three significant figures, without an exponent. */
function number(value: number): string {
  if (value === 0) return "0";
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toLocaleString("en", { maximumFractionDigits: digits });
}
