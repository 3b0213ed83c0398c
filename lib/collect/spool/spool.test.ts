import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createCatalogue } from "@/lib/collect/catalogue";
import { createMeasurements } from "@/lib/collect/measurements";
import { openSpool, type Spool } from "@/lib/collect/spool/spool";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "nocturne-spool-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

let lives = 0;
function open(limitBytes = 512 * 1024 * 1024) {
  const catalogue = createCatalogue();
  const run = (++lives).toString(16).padStart(8, "0");
  const spool = openSpool({
    directory,
    limitBytes,
    run,
    newLineage: () => `lineage-${run}`,
    describe: catalogue.describe,
    intern: catalogue.idOfWhole,
  });
  const buffer = createMeasurements();
  function append(lane: "metrics" | "results", count: number, value = 1): number {
    for (let index = 0; index < count; index++) {
      const id = catalogue.idOfWhole({ name: `${lane}_${index}`, labels: { host: "a" }, unit: "count", kind: "gauge" });
      buffer.add(id, 1_700_000_000_000 + index, value);
    }
    const seq = spool.append(lane, buffer, false);
    buffer.clear();
    return seq;
  }
  return { spool, catalogue, append };
}

type Seen = { seq: number; name: string; ms: number; value: number };
function readAll({ spool, catalogue }: ReturnType<typeof open>, after = 0): Seen[] {
  const seen: Seen[] = [];
  for (let record = spool.after(after); record; record = spool.after(record.seq)) {
    const { seq } = record;
    record.each((id, ms, value) => seen.push({ seq, name: catalogue.describe(id).name, ms, value }));
  }
  return seen;
}

function segments(): string[] {
  return readdirSync(directory)
    .filter((name) => /\.(seg|kept)$/.test(name))
    .sort()
    .map((name) => join(directory, name));
}

describe("what was appended", () => {
  test("is read back in order by the next process, names and all", () => {
    const first = open();
    for (let round = 1; round <= 5; round++) first.append("metrics", 3, round);
    first.spool.close();
    const second = open();
    const seen = readAll(second);
    expect(seen.map(({ seq, name, value }) => `${seq} ${name} ${value}`)).toEqual(
      [1, 2, 3, 4, 5].flatMap((round) => [0, 1, 2].map((index) => `${round} metrics_${index} ${round}`)),
    );
    expect(seen[0]?.ms).toBe(1_700_000_000_000);
    expect(second.spool.recoveredSeq).toBe(5);
    expect(second.append("metrics", 1)).toBe(6);
    expect(second.spool.state().lineage).toBe(first.spool.state().lineage);
  });

  test("is not given again once the console has it, and its file goes", () => {
    const life = open(2 * 1024 * 1024);
    for (let round = 0; round < 200; round++) life.append("metrics", 200, round);
    const files = segments().length;
    expect(files).toBeGreaterThan(2);
    life.spool.acknowledge(150);
    expect(readAll(life, 150)[0]?.seq).toBe(151);
    expect(segments().length).toBeLessThan(files);
    life.spool.acknowledge(200);
    expect(readAll(life, 200)).toEqual([]);
  });

  test("keeps its numbers going when everything was acknowledged and the process starts anew", () => {
    const first = open();
    first.append("metrics", 1);
    first.spool.acknowledge(first.append("metrics", 1));
    first.spool.close();
    const second = open();
    second.spool.close();
    expect(open().append("metrics", 1)).toBe(3);
  });
});

describe("a torn tail", () => {
  test("is cut off wherever the write broke; everything before it stays", () => {
    const first = open();
    first.append("metrics", 4, 1);
    first.append("metrics", 4, 2);
    first.spool.close();
    const [file = ""] = segments();
    const whole = readFileSync(file);
    const lengthAfterTwo = whole.length;
    const third = open();
    third.append("metrics", 4, 3);
    third.spool.close();
    const [, second = ""] = segments();
    const bytes = readFileSync(second);
    expect(statSync(file).size).toBe(lengthAfterTwo);
    for (let cut = 1; cut < bytes.length; cut += 7) {
      truncateSync(second, 0);
      appendFileSync(second, bytes.subarray(0, cut));
      const life = open();
      const values = new Set(readAll(life).map(({ value }) => value));
      expect([...values], `cut at ${cut}`).toEqual([1, 2]);
      expect(life.append("metrics", 1, 9)).toBe(3);
      life.spool.close();
      for (const path of segments().slice(1)) rmSync(path);
      writeFileSync(second, bytes);
    }
  });

  test("says that a record was torn, and counts its samples when its head survived", () => {
    const first = open();
    first.append("metrics", 4);
    first.append("metrics", 7);
    first.spool.close();
    const [file = ""] = segments();
    truncateSync(file, statSync(file).size - 3);
    const second = open();
    expect(second.spool.tornRecords).toBe(1);
    expect(second.spool.state().dropped).toBe(7);
  });
});

describe("flipped bytes", () => {
  function twentyRecords(): string {
    for (const path of segments()) rmSync(path);
    rmSync(join(directory, "state.json"), { force: true });
    const life = open();
    for (let round = 1; round <= 20; round++) life.append("metrics", 2, round);
    life.spool.close();
    return segments()[0] ?? "";
  }

  function flip(file: string, flips: readonly (readonly [place: number, mask: number])[]): void {
    const bytes = readFileSync(file);
    for (const [place, mask] of flips) {
      const at = Math.floor(place * bytes.length);
      bytes.writeUInt8(bytes.readUInt8(at) ^ mask, at);
    }
    writeFileSync(file, bytes);
  }

  function valuesBySeq({ spool }: ReturnType<typeof open>): { seq: number; value: number }[] {
    const seen: { seq: number; value: number }[] = [];
    for (let record = spool.after(0); record; record = spool.after(record.seq)) {
      const { seq } = record;
      record.each((_, __, value) => seen.push({ seq, value }));
    }
    return seen;
  }

  test("cost the records they hit and no other, and never give a wrong value", () => {
    const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    const flips = fc.array(fc.tuple(place, fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(flips, (hits) => {
        flip(twentyRecords(), hits);
        const life = open();
        const seen = valuesBySeq(life);
        for (const { seq, value } of seen) expect(value).toBe(seq);
        expect(seen.length).toBeGreaterThanOrEqual(40 - 2 * hits.length);
        // What is missing between two records that are there is counted; a damaged tail is told as torn.
        const last = Math.max(0, ...seen.map(({ seq }) => seq));
        expect(life.spool.state().dropped).toBeGreaterThanOrEqual(last * 2 - seen.length - firstMissing(seen));
        life.spool.close();
      }),
      { numRuns: 150 },
    );
  });

  // Before the first record that is left nothing says what was there and what the console had already.
  function firstMissing(seen: readonly { seq: number }[]): number {
    return ((seen[0]?.seq ?? 1) - 1) * 2;
  }
});

describe("a full spool", () => {
  function fill(spoolOf: ReturnType<typeof open>, rounds: number): { metrics: number; results: number } {
    let [metrics, results] = [0, 0];
    for (let round = 1; round <= rounds; round++) {
      spoolOf.append("metrics", 200, round);
      metrics += 200;
      if (round % 10 === 0) {
        spoolOf.append("results", 3, round);
        results += 3;
      }
    }
    return { metrics, results };
  }

  function count(life: ReturnType<typeof open>) {
    const seen = readAll(life);
    return {
      metrics: seen.filter(({ name }) => name.startsWith("metrics")).length,
      results: seen.filter(({ name }) => name.startsWith("results")).length,
    };
  }

  test("of 8 MB drops the oldest metrics, counts them exactly and keeps every result", () => {
    const life = open(8 * 1024 * 1024);
    const made = fill(life, 4_500);
    expect(life.spool.bytes()).toBeLessThanOrEqual(8 * 1024 * 1024);
    const kept = count(life);
    expect(kept.results).toBe(made.results);
    expect(life.spool.state().dropped).toBe(made.metrics - kept.metrics);
    expect(kept.metrics).toBeGreaterThan(made.metrics / 10);
    life.spool.close();
    const again = open(8 * 1024 * 1024);
    expect(count(again)).toEqual(kept);
    expect(again.spool.state().dropped).toBe(made.metrics - kept.metrics);
  });

  test("counts once when the process dies between counting and giving up", () => {
    const life = open(1024 * 1024);
    const made = fill(life, 700);
    const [oldest = ""] = segments().filter((path) => path.endsWith(".seg"));
    const before = readFileSync(oldest);
    const thinnedBefore = life.spool.state().thinnedThrough;
    const more = fill(life, 60);
    const after = life.spool.state();
    expect(after.thinnedThrough).toBeGreaterThan(thinnedBefore);
    life.spool.close();
    // The old file is back: the crash came after the count was written and before the file was replaced.
    if (!segments().includes(oldest)) writeFileSync(oldest, before);
    rmSync(oldest.replace(".seg", ".kept"), { force: true });
    const again = open(1024 * 1024);
    const kept = count(again);
    expect(again.spool.state().dropped).toBe(after.dropped);
    expect(kept.metrics).toBe(made.metrics + more.metrics - after.dropped);
    expect(kept.results).toBe(made.results + more.results);
  });
});

test("numbers, steps and values of any size come back as they were", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          ms: fc.integer({ min: -(2 ** 43), max: 2 ** 43 }),
          value: fc.double({ noNaN: true, noDefaultInfinity: true }),
        }),
        { minLength: 1, maxLength: 500 },
      ),
      (samples) => {
        for (const path of segments()) rmSync(path);
        const life = open();
        const buffer = createMeasurements(4);
        const id = life.catalogue.idOfWhole({ name: "m", labels: {} });
        for (const { ms, value } of samples) buffer.add(id, ms, value);
        life.spool.append("metrics", buffer, false);
        const seen = readAll(life).slice(-samples.length);
        expect(seen.map(({ ms, value }) => ({ ms, value }))).toEqual(samples);
        life.spool.close();
      },
    ),
    { numRuns: 50 },
  );
});

test("while the disk takes nothing, records wait in memory and are given in order", () => {
  const life: {
    spool: Spool;
    append: (lane: "metrics" | "results", count: number, value?: number) => number;
    catalogue: ReturnType<typeof createCatalogue>;
  } = open();
  life.append("metrics", 2, 1);
  // Closing the files under the spool is a disk that refuses every write and read.
  life.spool.close();
  life.append("metrics", 2, 2);
  life.append("results", 2, 3);
  expect(life.spool.isFailing()).toBe(true);
  expect(readAll(life as ReturnType<typeof open>, 1).map(({ value }) => value)).toEqual([2, 2, 3, 3]);
  life.spool.acknowledge(3);
  expect(life.spool.isFailing()).toBe(false);
});
