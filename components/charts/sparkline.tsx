import styles from "@/components/charts/sparkline.module.css";
import { sparklinePath } from "@/components/charts/sparkline-path";

type Props = {
  ms: readonly number[];
  value: readonly number[];
  fromMs: number;
  toMs: number;
  target?: number | null | undefined;
  label: string;
};

const [WIDTH, HEIGHT] = [120, 28];

/** A small line of the recent past with its target as a hairline: plain SVG, a fraction of a millisecond per tick. */
export function Sparkline({ ms, value, fromMs, toMs, target, label }: Props) {
  const highest = Math.max(...value.slice(-240), 0);
  const top = Math.max(highest * 1.1, (target ?? 0) * 1.1) || 1;
  const y = target ? HEIGHT - (target / top) * HEIGHT : undefined;
  return (
    <svg
      className={styles["spark"]}
      viewBox={`0 -1 ${WIDTH} ${HEIGHT + 2}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {y === undefined ? null : <line className={styles["target"]} x1="0" x2={WIDTH} y1={y} y2={y} />}
      <path
        className={styles["line"]}
        d={sparklinePath(ms, value, { fromMs, toMs, top, width: WIDTH, height: HEIGHT })}
      />
    </svg>
  );
}
