import Link from "next/link";
import type { ComponentProps } from "react";
import styles from "@/components/ui/button.module.css";

/** `main` is the one thing a page is for, `danger` takes something away, `quiet` stands in a row of others. */
type Look = "plain" | "main" | "danger" | "quiet";

export function Button({ look = "plain", ...rest }: Omit<ComponentProps<"button">, "className"> & { look?: Look }) {
  return <button type="button" {...rest} className={styles["button"]} data-look={look} />;
}

/** A link that looks like a button, for what has an address. */
export function ButtonLink({
  look = "plain",
  ...rest
}: Omit<ComponentProps<typeof Link>, "className"> & { look?: Look }) {
  return <Link {...rest} className={styles["button"]} data-look={look} />;
}
