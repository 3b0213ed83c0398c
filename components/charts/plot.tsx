"use client";

import { Area, CartesianGrid, ComposedChart, Line, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from "recharts";
import { type ChartLine, mergeLines } from "@/components/charts/line";
import { AXIS_HEIGHT, AXIS_WIDTH, dashOf, EDGE, inkOf } from "@/components/charts/look";
import { timeTicks, valueTicks } from "@/components/charts/ticks";

export type PlotProps = {
  lines: readonly ChartLine[];
  fromMs: number;
  toMs: number;
  target: number | null;
  area: boolean;
  height: number;
  /** How far the reader's zone is ahead of UTC. */
  offsetMs: number;
  sayTick: (ms: number) => string;
  sayValue: (value: number) => string;
};

function highestOf(lines: readonly ChartLine[]): number {
  let highest = 0;
  for (const { value } of lines) {
    for (let index = 0; index < value.length; index += 1) highest = Math.max(highest, value[index] ?? 0);
  }
  return highest;
}

/** The drawing itself; what moves under the pointer lies on a layer above, so that this is drawn only when data comes. */
export function Plot({ lines, fromMs, toMs, target, area, height, offsetMs, sayTick, sayValue }: PlotProps) {
  const ticks = valueTicks(Math.max(highestOf(lines), target ?? 0) || 1);
  const tick = { fill: "var(--ink-3)", fontSize: "0.6875rem" };
  return (
    <ResponsiveContainer width="100%" height={height}>
      <ComposedChart data={mergeLines(lines)} margin={{ top: EDGE, right: EDGE, bottom: 0, left: 0 }}>
        <CartesianGrid stroke="var(--line)" vertical={false} />
        <XAxis
          dataKey="ms"
          type="number"
          scale="time"
          domain={[fromMs, toMs]}
          allowDataOverflow
          tickFormatter={sayTick}
          tick={tick}
          tickLine={false}
          axisLine={{ stroke: "var(--line-strong)" }}
          ticks={timeTicks(fromMs, toMs, offsetMs)}
          interval="preserveStart"
          height={AXIS_HEIGHT}
        />
        <YAxis
          width={AXIS_WIDTH}
          domain={[0, ticks.at(-1) ?? 1]}
          ticks={ticks}
          interval={0}
          tickFormatter={sayValue}
          tick={tick}
          tickLine={false}
          axisLine={false}
        />
        {target === null ? null : (
          <ReferenceLine y={target} stroke="var(--degraded)" strokeDasharray="4 3" ifOverflow="extendDomain" />
        )}
        {lines.map(({ key, label }, index) => {
          const look = { stroke: inkOf(index), strokeDasharray: dashOf(index), strokeWidth: 1.5 };
          const shared = {
            dataKey: key,
            name: label,
            dot: false,
            isAnimationActive: false,
            connectNulls: false,
          } as const;
          return area ? (
            <Area
              key={key}
              {...shared}
              {...look}
              type="linear"
              fill={inkOf(index)}
              fillOpacity={0.12}
              activeDot={false}
            />
          ) : (
            <Line key={key} {...shared} {...look} type="linear" activeDot={false} />
          );
        })}
      </ComposedChart>
    </ResponsiveContainer>
  );
}
