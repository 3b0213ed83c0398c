import { useTranslations } from "next-intl";
import styles from "@/components/ui/state-mark.module.css";
import type { HealthState } from "@/lib/kernel/states";

/** Each state has a shape of its own, so that it is told apart without its colour. */
const SHAPES: Record<HealthState, React.ReactNode> = {
  healthy: <circle cx="8" cy="8" r="5.5" fill="currentColor" />,
  degraded: <path d="M8 1.8 15 14H1z" fill="currentColor" strokeLinejoin="round" />,
  down: (
    <>
      <path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z" fill="currentColor" />
      <path className={styles["cut"]} d="m5.2 5.2 5.6 5.6m0-5.6-5.6 5.6" />
    </>
  ),
  unknown: (
    <>
      <circle cx="8" cy="8" r="5.8" fill="none" stroke="currentColor" strokeWidth="1.6" strokeDasharray="2.6 2" />
      <path d="m5.4 10.6 5.2-5.2" stroke="currentColor" strokeWidth="1.2" />
    </>
  ),
  maintenance: (
    <>
      <path d="M8 .8 15.2 8 8 15.2.8 8z" fill="currentColor" />
      <path className={styles["cut"]} d="M8 5v6M5 8h6" />
    </>
  ),
};

type Props = { state: HealthState; size?: "sm" | "md" | "lg"; word?: boolean };

/** A state as shape, word and colour; without `word` the word is still read aloud and shown on hover. */
export function StateMark({ state, size = "md", word = true }: Props) {
  const t = useTranslations("states");
  return (
    <span className={styles["mark"]} data-state={state} data-size={size} title={word ? undefined : t(state)}>
      <svg viewBox="0 0 16 16" aria-hidden="true" className={styles["shape"]}>
        {SHAPES[state]}
      </svg>
      <span className={word ? styles["word"] : "only-read-aloud"}>{t(state)}</span>
    </span>
  );
}
