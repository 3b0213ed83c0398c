"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import styles from "@/components/ui/confirm.module.css";
import { Dialog } from "@/components/ui/dialog";

type Props = {
  title: string;
  /** The verb on the button that takes something away. */
  verb: string;
  refused: string | undefined;
  isPending: boolean;
  onConfirm: () => void;
  onClose: () => void;
  children: ReactNode;
};

/** Asks before something is taken away, with what goes and what stays as its text. */
export function Confirm({ title, verb, refused, isPending, onConfirm, onClose, children }: Props) {
  const t = useTranslations("shell.common");
  return (
    <Dialog title={title} closeLabel={t("close")} onClose={onClose}>
      <div className={styles["text"]}>{children}</div>
      {refused ? (
        <p role="alert" className={styles["refused"]}>
          {refused}
        </p>
      ) : null}
      <div className={styles["foot"]}>
        <Button onClick={onClose}>{t("cancel")}</Button>
        <Button look="danger" disabled={isPending} onClick={onConfirm}>
          {verb}
        </Button>
      </div>
    </Dialog>
  );
}
