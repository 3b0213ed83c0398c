"use client";

import { useLocale, useTranslations } from "next-intl";
import { type FormEvent, useEffect, useRef, useState } from "react";
import styles from "@/components/shell/door.module.css";
import { signIn } from "@/components/shell/door-calls";
import { rememberChoice } from "@/components/shell/preferences";
import { LOCALE_COOKIE, LOCALES } from "@/lib/i18n/locale";

type Trouble = "CredentialsSignin" | "rateUnknown" | "unreachable" | "empty";

const TROUBLES = { refused: "CredentialsSignin", "too-many": "rateUnknown", unreachable: "unreachable" } as const;

// A loopback address never leaves the machine: nothing can listen in between.
const isLoopback = (host: string) => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(host);

function usePlainWarning(plainHttp: boolean): boolean {
  const [warn, setWarn] = useState(false);
  useEffect(() => {
    setWarn(plainHttp && window.location.protocol === "http:" && !isLoopback(window.location.hostname));
  }, [plainHttp]);
  return warn;
}

export function SignInForm({ next, plainHttp }: { next: string; plainHttp: boolean }) {
  const t = useTranslations("door");
  const shell = useTranslations("shell");
  const email = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  const [shown, setShown] = useState(false);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const warn = usePlainWarning(plainHttp);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const [address, secret] = [email.current?.value.trim() ?? "", password.current?.value ?? ""];
    if (!address || !secret) {
      setTrouble("empty");
      (address ? password : email).current?.focus();
      return;
    }
    setBusy(true);
    setTrouble(null);
    const outcome = await signIn(address, secret);
    if (outcome === "in") {
      window.location.assign(next);
      return;
    }
    setTrouble(TROUBLES[outcome]);
    setBusy(false);
    password.current?.select();
  };
  return (
    <form className={styles["form"]} method="post" onSubmit={(event) => void submit(event)} noValidate>
      <div className={styles["brand"]}>
        {/* biome-ignore lint/performance/noImgElement: a vector of 400 bytes needs no image server. */}
        <img src="/icons/nocturne.svg" alt="" width="32" height="32" />
        <h1>{shell("product")}</h1>
      </div>
      <label className={styles["field"]}>
        {t("email")}
        <input ref={email} type="email" name="email" autoComplete="username" inputMode="email" autoCapitalize="none" />
      </label>
      <label className={styles["field"]}>
        {t("password")}
        <span className={styles["secret"]}>
          <input ref={password} type={shown ? "text" : "password"} name="password" autoComplete="current-password" />
          <button type="button" onClick={() => setShown(!shown)} aria-pressed={shown}>
            {t(shown ? "hide" : "show")}
          </button>
        </span>
      </label>
      <p className={styles["trouble"]} role="alert">
        {trouble ? t(`errors.${trouble}`) : null}
      </p>
      <button type="submit" className={styles["submit"]} disabled={busy}>
        {t(busy ? "submitting" : "submit")}
      </button>
      {warn ? <p className={styles["warning"]}>{shell("banner.plainHttp")}</p> : null}
      <p className={styles["hint"]}>{t("firstRun")}</p>
      <Languages />
    </form>
  );
}

function Languages() {
  const t = useTranslations("shell.language");
  const locale = useLocale();
  return (
    <div className={styles["languages"]}>
      {LOCALES.map((each) => (
        <button
          key={each}
          type="button"
          lang={each}
          aria-pressed={each === locale}
          onClick={() => {
            rememberChoice(LOCALE_COOKIE, each);
            window.location.reload();
          }}
        >
          {t(each)}
        </button>
      ))}
    </div>
  );
}
