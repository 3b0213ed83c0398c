import { createBackoff } from "@/lib/collect/backoff";
import { createCatalogue } from "@/lib/collect/catalogue";
import { createAlignedClock, machineClocks } from "@/lib/collect/clock";
import { createMeasurements } from "@/lib/collect/measurements";
import { startShipper } from "@/lib/collect/shipper";
import { openSocketLink } from "@/lib/collect/socket-link";
import { openSpool } from "@/lib/collect/spool/spool";
import { WIRE_VERSION } from "@/lib/probes/collector-wire";

// A collector whose samples carry their own number as value and stamp, killed at any moment by its test: spool.crash.test.ts.
const [directory = "", server = "", run = "00000000"] = process.argv.slice(2);
const catalogue = createCatalogue();
const spool = openSpool({
  directory,
  limitBytes: 512 * 1024 * 1024,
  run,
  newLineage: () => run,
  describe: catalogue.describe,
  intern: catalogue.idOfWhole,
});
const clock = createAlignedClock(machineClocks);
const id = catalogue.idOfWhole({ name: "tick", labels: {}, kind: "gauge" });
const buffer = createMeasurements();
let greeted = false;
const shipper = startShipper({
  spool,
  clock,
  backoff: createBackoff({ firstMs: 10, mostMs: 50, random: Math.random }),
  sources: { after: spool.after, describe: catalogue.describe, correctionMs: () => 0 },
  open: () => openSocketLink({ server, token: "x", answerWithinMs: 2_000 }),
  hello: () => ({
    wire: WIRE_VERSION,
    version: "test",
    bundleHash: "",
    machineId: "machine",
    lineage: spool.state().lineage,
    run,
    epoch: spool.state().epoch,
    recoveredSeq: greeted ? spool.lastSeq() : spool.recoveredSeq,
    wallMs: 0,
    droppedSamples: spool.state().dropped,
    host: { name: "child", platform: "", release: "", architecture: "", cores: 1, memoryBytes: 1, addresses: [] },
    proposals: [],
  }),
  enclose: () => ({}),
  onWelcome: () => {
    greeted = true;
  },
  onChecks: () => undefined,
  say: () => undefined,
  wait: (ms) => (ms <= 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, ms))),
  catchUpSamplesPerSecond: 1_000_000,
});
setInterval(() => {
  // Four numbers a record: 200 samples a second and more.
  const next = spool.lastSeq() + 1;
  for (let index = 0; index < 4; index++) buffer.add(id, next * 4 + index, next * 4 + index);
  spool.append("metrics", buffer, false);
  buffer.clear();
  shipper.wake();
}, 5);
process.stdout.write("ready\n");
