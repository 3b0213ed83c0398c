"use client";

import { Area, CartesianGrid, ComposedChart, Line, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from "recharts";
import { type ChartLine, mergeLines } from "@/components/charts/line";
import { AXIS_HEIGHT, AXIS_WIDTH, dashOf, EDGE, inkOf } from "@/components/charts/look";

export type PlotProps = {
  lines: readonly ChartLine[];
  fromMs: number;
  toMs: number;
  target: number | null;
  area: boolean;
  height: number;
  sayTick: (ms: number) => string;
  sayValue: (value: number) => string;
};

/** The drawing itself; what moves under the pointer lies on a layer above, so that this is drawn only when data comes. */
export function Plot({ lines, fromMs, toMs, target, area, height, sayTick, sayValue }: PlotProps) {
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
          height={AXIS_HEIGHT}
          minTickGap={48}
        />
        <YAxis
          width={AXIS_WIDTH}
          domain={[0, (highest: number) => Math.max(highest, target ?? 0) * 1.05 || 1]}
          tickFormatter={sayValue}
          tick={tick}
          tickLine={false}
          axisLine={false}
          tickCount={4}
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
