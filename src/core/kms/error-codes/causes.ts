// All causes by their id; the codes name them, likeliest first.
import type { Cause } from "./cause.ts";
import { DNS_CAUSES } from "./dns-causes.ts";
import { HOST_CAUSES } from "./host-causes.ts";
import { MACHINE_CAUSES } from "./machine-causes.ts";
import { VOLUME_CAUSES } from "./volume-causes.ts";

const ALL = { ...DNS_CAUSES, ...HOST_CAUSES, ...VOLUME_CAUSES, ...MACHINE_CAUSES };

export type CauseId = keyof typeof ALL;

export const ACTIVATION_CAUSES: Readonly<Record<CauseId, Cause>> = ALL;
