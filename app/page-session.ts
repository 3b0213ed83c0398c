import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { pageCtx } from "@/lib/http/page-ctx";

const read = cache(async () => pageCtx(await headers()));

/** Who looks at the page that is being rendered, asked once per request; a stranger is sent to the door and back afterwards. */
export async function pageSession() {
  const page = await read();
  if (page) return page;
  const path = (await headers()).get("x-path") ?? "/";
  redirect(`/sign-in?callbackUrl=${encodeURIComponent(path)}`);
}
