import { answerEnrol } from "@/lib/fleet/collectors/enrol-route";

export const POST = answerEnrol;
