import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authOptions } from "@/lib/identity/next-auth";

type Context = { params: Promise<{ nextauth: string[] }> };

const handler = (request: NextRequest, context: Context) =>
  NextAuth(
    request as never,
    context as never,
    authOptions(request.headers.get("x-forwarded-proto") === "https"),
  ) as Promise<Response>;

export { handler as GET, handler as POST };
