/** The part of Chromium's trace events that tells how long tasks took (`dur` in microseconds). */
export type TraceEvent = {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  args?: { name?: string };
};

const TASKS = new Set(["RunTask", "ThreadControllerImpl::RunTask"]);

/** The longest task in milliseconds on the main thread of any page in a trace; throws when the trace has none. */
export function longestTaskMs(events: readonly TraceEvent[]): number {
  const mains = new Set(
    events
      .filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain")
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = events.filter(({ name, ph, pid, tid }) => ph === "X" && TASKS.has(name) && mains.has(`${pid} ${tid}`));
  if (tasks.length === 0) throw new Error("the trace holds no task of a page");
  return tasks.reduce((longest, { dur }) => Math.max(longest, dur ?? 0), 0) / 1000;
}
