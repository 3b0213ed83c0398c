import { AcceptProposal, acceptProposal } from "@/lib/checks/accept-proposal";
import { door } from "@/lib/http/door";

export const POST = door(AcceptProposal, acceptProposal, { status: 201 });
