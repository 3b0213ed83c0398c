import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type CheckAnswer,
  type CheckMemory,
  type CheckRules,
  judgeAnswer,
  judgeCheck,
  judgeSilence,
  NOTHING_KNOWN,
  silentAfterMs,
} from "@/lib/checks/judge";

const rules: CheckRules = { intervalSeconds: 30, degradedMs: 500, failuresToDown: 1, successesToUp: 1 };

/** `.` fast, `s` slow, `x` failed; one answer each interval. */
function play(story: string, own: CheckRules = rules, from: CheckMemory = NOTHING_KNOWN): string {
  let memory = from;
  return [...story]
    .map((mark, i) => {
      memory = judgeAnswer(own, memory, answer(mark, ((from.lastMs ?? 0) / 30_000 + i + 1) * 30_000));
      return memory.state[0];
    })
    .join("");
}

function answer(mark: string, atMs: number): CheckAnswer {
  return { atMs, up: mark !== "x", durationMs: mark === "s" ? 501 : 20 };
}

const h: CheckMemory = { ...NOTHING_KNOWN, state: "healthy", lastMs: 30_000, up: 1, fast: 1 };

describe("a check's answers decide its state", () => {
  // h healthy, d down or degraded is told apart by the full words below.
  const table: [why: string, story: string, failures: number, successes: number, states: string[]][] = [
    ["one failure is enough when one is asked for", ".x.", 1, 1, ["healthy", "down", "healthy"]],
    ["failures below the count change nothing", ".xx.", 3, 1, ["healthy", "healthy", "healthy", "healthy"]],
    ["failures in a row reach the count", ".xxx", 3, 1, ["healthy", "healthy", "healthy", "down"]],
    ["a good answer between starts the count again", ".xx.xx", 3, 1, Array(6).fill("healthy")],
    ["it comes back only after enough good answers", "x..", 1, 2, ["down", "down", "healthy"]],
    ["it comes back degraded when it is slow", "xss", 1, 2, ["down", "down", "degraded"]],
    ["slow is degraded", ".s.", 1, 1, ["healthy", "degraded", "healthy"]],
    ["slow and failed in a row are degraded together", ".sx", 2, 1, ["healthy", "healthy", "degraded"]],
    ["degraded turns down when it stops answering", "ssxx", 2, 1, ["healthy", "degraded", "degraded", "down"]],
    ["a first failure below the count is still unknown", "x", 2, 1, ["unknown"]],
    ["a first failure that reaches the count is down", "xx", 2, 1, ["unknown", "down"]],
    [
      "leaving degraded needs enough fast answers",
      "s.s..",
      1,
      2,
      ["degraded", "degraded", "degraded", "degraded", "healthy"],
    ],
  ];
  it.each(table)("%s", (_why, story, failuresToDown, successesToUp, states) => {
    const own = { ...rules, failuresToDown, successesToUp };
    let memory = NOTHING_KNOWN;
    const seen = [...story].map((mark, i) => {
      memory = judgeAnswer(own, memory, answer(mark, (i + 1) * 30_000));
      return memory.state;
    });
    expect(seen).toEqual(states);
  });

  it("an answer that is not newer than the last changes nothing", () => {
    expect(judgeAnswer(rules, h, answer("x", 30_000))).toBe(h);
    expect(judgeAnswer(rules, h, answer("x", 1))).toBe(h);
  });

  it("without a limit no answer is slow", () => {
    expect(play("sss", { ...rules, degradedMs: null })).toBe("hhh");
  });

  it("whatever came before, enough equal answers in a row decide", () => {
    const marks = fc.array(fc.constantFrom(".", "s", "x"), { maxLength: 30 });
    const counts = fc.integer({ min: 1, max: 5 });
    fc.assert(
      fc.property(marks, counts, counts, (before, failuresToDown, successesToUp) => {
        const own = { ...rules, failuresToDown, successesToUp };
        expect(play(before.join("") + "x".repeat(failuresToDown), own).at(-1)).toBe("d");
        expect(play(before.join("") + ".".repeat(successesToUp), own).at(-1)).toBe("h");
      }),
    );
  });

  it("a check is down only when its last answers all failed", () => {
    const marks = fc.array(fc.constantFrom(".", "s", "x"), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(marks, fc.integer({ min: 1, max: 5 }), (story, failuresToDown) => {
        let memory = NOTHING_KNOWN;
        story.forEach((mark, i) => {
          memory = judgeAnswer({ ...rules, failuresToDown }, memory, answer(mark, i + 1));
        });
        const allFailed = story.length >= failuresToDown && story.slice(-failuresToDown).every((mark) => mark === "x");
        expect(memory.state === "down").toBe(allFailed);
      }),
    );
  });
});

describe("silence", () => {
  const after = silentAfterMs(rules);
  it.each([
    ["until three intervals have passed it keeps its state", 30_000 + after, "healthy"],
    ["a millisecond later it is unknown", 30_001 + after, "unknown"],
  ])("%s", (_why, nowMs, state) => {
    expect(judgeSilence(rules, h, nowMs).state).toBe(state);
  });

  it("forgets what was counted, so that the first good answer after it is healthy", () => {
    const down = judgeAnswer({ ...rules, successesToUp: 3 }, h, answer("x", 60_000));
    const silent = judgeSilence(rules, down, 60_001 + after);
    expect(silent.state).toBe("unknown");
    expect(judgeAnswer(rules, silent, answer(".", 400_000)).state).toBe("healthy");
  });

  it("before the first answer it is not silent but not asked yet", () => {
    expect(judgeSilence(rules, NOTHING_KNOWN, 1e12)).toBe(NOTHING_KNOWN);
  });
});

describe("what stands around a check outweighs its answers", () => {
  const down = judgeAnswer(rules, h, answer("x", 60_000));
  const calm = { paused: false, maintenance: null, silentCollector: null };
  it.each([
    ["its own answers, when nothing does", calm, "down", "check.failed"],
    ["a silent collector makes it unknown", { ...calm, silentCollector: "web-1" }, "unknown", "check.collector-silent"],
    [
      "maintenance outweighs silence",
      { ...calm, silentCollector: "web-1", maintenance: "move" },
      "maintenance",
      "maintenance",
    ],
    [
      "a pause outweighs all",
      { paused: true, silentCollector: "web-1", maintenance: "move" },
      "unknown",
      "check.paused",
    ],
  ])("%s", (_why, around, state, key) => {
    const judged = judgeCheck(rules, down, around);
    expect([judged.state, judged.reason.key]).toEqual([state, key]);
  });
});
