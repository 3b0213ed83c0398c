"use client";

import { useTranslations } from "next-intl";
import { flash } from "@/components/shell/flash";
import { copyRange, rangeIn } from "@/components/shell/range-clipboard";
import { useRange } from "@/components/shell/use-range";

/** Copies the page's range, or takes one from the clipboard, and says so. */
export function useRangeClipboard(): { copy: () => void; paste: () => void } {
  const t = useTranslations("time.range");
  const { range, set } = useRange();
  const paste = async () => {
    const found = rangeIn(await navigator.clipboard.readText());
    if (found) set(found);
    flash(t(found ? "pasted" : "pasteFailed"));
  };
  return {
    copy: () => void copyRange(range).then(() => flash(t("copied"))),
    // A clipboard that may not be read (plain HTTP, or refused by the person) is the same to the reader as an empty one.
    paste: () => void paste().catch(() => flash(t("pasteFailed"))),
  };
}
