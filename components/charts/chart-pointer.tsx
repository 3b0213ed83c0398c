"use client";

import { type PointerEvent, useRef, useState, useSyncExternalStore } from "react";
import { crosshair } from "@/components/charts/crosshair";
import { AXIS_HEIGHT, AXIS_WIDTH, EDGE } from "@/components/charts/look";
import styles from "@/components/charts/time-series.module.css";
import type { TimeSpan } from "@/lib/kernel/time-range";

type Props = {
  span: TimeSpan;
  onZoom?: ((span: TimeSpan) => void) | undefined;
  onBack?: (() => void) | undefined;
};

const SMALLEST_DRAG_PX = 6;

/** The layer over a plot that follows the pointer: moves the page's crosshair, and chooses a stretch of time by dragging. */
export function ChartPointer({ span, onZoom, onBack }: Props) {
  const layer = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null);
  const at = useSyncExternalStore(crosshair.subscribe, crosshair.read, () => null);
  const whole = span.toMs - span.fromMs;
  const share = (ms: number) => `${((ms - span.fromMs) / whole) * 100}%`;
  const msOf = (event: PointerEvent) => {
    const box = layer.current?.getBoundingClientRect();
    if (!box || box.width === 0) return span.fromMs;
    return span.fromMs + Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * whole;
  };
  const finish = () => {
    const width = layer.current?.clientWidth ?? 1;
    if (drag && onZoom && (Math.abs(drag.to - drag.from) / whole) * width > SMALLEST_DRAG_PX) {
      onZoom({ fromMs: Math.round(Math.min(drag.from, drag.to)), toMs: Math.round(Math.max(drag.from, drag.to)) });
    }
    setDrag(null);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the range picker does by keyboard what dragging does here.
    <div
      ref={layer}
      className={styles["pointer"]}
      style={{ left: AXIS_WIDTH, right: EDGE, top: EDGE, bottom: AXIS_HEIGHT }}
      onPointerDown={(event) => {
        if (!onZoom || event.button !== 0 || event.pointerType === "touch") return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ from: msOf(event), to: msOf(event) });
      }}
      onPointerMove={(event) => {
        const ms = msOf(event);
        crosshair.write(ms);
        if (drag) setDrag({ ...drag, to: ms });
      }}
      onPointerUp={finish}
      onPointerLeave={() => crosshair.write(null)}
      onDoubleClick={onBack}
    >
      {at !== null && at >= span.fromMs && at <= span.toMs ? (
        <span className={styles["hair"]} style={{ left: share(at) }} />
      ) : null}
      {drag ? (
        <span
          className={styles["chosen"]}
          style={{
            left: share(Math.min(drag.from, drag.to)),
            width: `${(Math.abs(drag.to - drag.from) / whole) * 100}%`,
          }}
        />
      ) : null}
    </div>
  );
}
