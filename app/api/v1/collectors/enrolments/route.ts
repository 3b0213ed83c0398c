import { CreateEnrolment, createEnrolment } from "@/lib/fleet/collectors/create-enrolment";
import { door } from "@/lib/http/door";

export const POST = door(CreateEnrolment, createEnrolment, { status: 201 });
