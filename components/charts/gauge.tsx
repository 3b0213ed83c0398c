import styles from "@/components/charts/gauge.module.css";

type Props = { value: number | null; target: number | null; label: string };

/** How far a value is from its target: the mark stands at three quarters, so that an excess can be seen too. */
export function Gauge({ value, target, label }: Props) {
  if (target === null || target <= 0) return null;
  const end = target / 0.75;
  const filled = value === null ? 0 : Math.min(100, Math.max(0, (value / end) * 100));
  return (
    <span
      className={styles["gauge"]}
      data-over={(value !== null && value > target) || undefined}
      role="img"
      aria-label={label}
    >
      <span className={styles["fill"]} style={{ width: `${filled}%` }} />
      <span className={styles["mark"]} />
    </span>
  );
}
