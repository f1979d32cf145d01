// A verdict on received octets, before anyone has measured how long they took.
import type { RpcVerdict } from "./verdict.ts";

export type Judgement = Pick<RpcVerdict, "verdict" | "detail">;
