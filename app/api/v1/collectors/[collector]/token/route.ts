import { RotateToken, rotateToken } from "@/lib/fleet/collectors/rotate-token";
import { door } from "@/lib/http/door";

export const POST = door(RotateToken, rotateToken, { status: 201 });
