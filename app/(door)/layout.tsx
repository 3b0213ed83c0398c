import type { ReactNode } from "react";
import styles from "@/components/shell/door.module.css";
import { Words } from "@/components/shell/words";

export default function DoorLayout({ children }: { children: ReactNode }) {
  return (
    <Words of={["door"]}>
      <main className={styles["door"]}>{children}</main>
    </Words>
  );
}
