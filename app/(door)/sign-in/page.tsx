import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { SignInForm } from "@/components/shell/sign-in-form";
import { pageCtx } from "@/lib/http/page-ctx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("door"))("title") };
}

/** Where to go after signing in: a path of this console, never another site. */
function pathOf(asked: string | string[] | undefined): string {
  return typeof asked === "string" && /^\/(?![/\\])/.test(asked) ? asked : "/";
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function SignInPage({ searchParams }: Props) {
  const asked = await searchParams;
  const head = await headers();
  const next = pathOf(asked["callbackUrl"]);
  if (await pageCtx(head)) redirect(next);
  return <SignInForm next={next} plainHttp={head.get("x-forwarded-proto") !== "https"} />;
}
