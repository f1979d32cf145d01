// The record of the endpoint that `serve --publish` runs: there while it runs, and gone afterwards.
import { publish, type ChangeSettings, type PublishInput } from "../app/publish/publish.ts";
import type { PublishPorts } from "../app/publish/publish-ports.ts";
import { EnvironmentError, UnsafePlanError, UsageError } from "../core/errors.ts";
import { withoutTrailingDot, type OwnerName } from "../core/dns/owner-name.ts";
import type { SrvWish } from "../core/plan/srv-wish.ts";
import { changeResult, type ChangeResult } from "../core/run/change-draft.ts";
import type { RunState } from "../core/run/fold.ts";
import { createHostEnvironment } from "../io/host/host-environment.ts";
import { changeSettings, openChange } from "./change-inputs.ts";
import type { ServeFlags } from "./commands/serve.ts";
import { pump } from "./pump.ts";
import { allSettings } from "./settings.ts";
import { wishDomain, wishFor, wishHost } from "./wish-inputs.ts";

export type ServePublication = {
  /** Asks first, unless --yes. Throws where the record is not there afterwards. */
  readonly publish: (port: number, signal: AbortSignal) => Promise<ChangeResult>;
  /** Takes the record away, if it was `publish` that wrote it. Tells on stderr where that did not work. */
  readonly unpublish: () => Promise<void>;
  readonly close: () => void;
};

/** Checks what can be checked before anything listens. Throws UsageError. */
export async function openServePublication(domainText: string, flags: ServeFlags): Promise<ServePublication> {
  const domain = wishDomain(domainText);
  const host = wishHost(flags.host ?? ownHostName(domain), domain);
  const { network } = await allSettings(flags);
  const settings = await changeSettings("publish", flags, network);
  const { ports, close } = await openChange(flags, network);
  let written: SrvWish | undefined;

  const publishAt = async (port: number, signal: AbortSignal): Promise<ChangeResult> => {
    const wish = wishFor(domain, host, { port, priority: 0, weight: 0, ttlSeconds: undefined });
    const goal = { kind: "publish", replaces: false } as const;
    const state = await pump(publish(inputOf(settings, wish, goal), ports, signal), []);
    const result = changeResult(state.change);
    // What is not known may have arrived: it is looked for when this stops.
    if (result.applied !== false) written = wish;
    if (!signal.aborted) mustBeThere(state, result, wish, ports);
    return result;
  };

  const unpublish = async (): Promise<void> => {
    if (written === undefined) return;
    const selector = { target: written.target, port: written.port, priority: 0, weight: 0 };
    // It was agreed to when it was published; secondaries are not waited for.
    const unasked = { ...ports, confirm: () => Promise.resolve(true) };
    const input = inputOf({ ...settings, waitMs: 0 }, written, { kind: "unpublish", selector });
    const say = sayRecord(written);
    try {
      const state = await pump(publish(input, unasked, new AbortController().signal), []);
      const { applied, changes } = changeResult(state.change);
      if (state.change.plans.size > 0 && (applied === true || changes.length === 0))
        ports.announce(`${say} is no longer published`);
      else ports.announce(`${say} is still published: ${whyNot(state)}`);
    } catch (error) {
      ports.announce(`${say} is still published: ${error instanceof Error ? error.message : String(error)}`);
    }
  };

  return { publish: publishAt, unpublish, close };
}

function inputOf(settings: ChangeSettings, wish: SrvWish, goal: PublishInput["goal"]): PublishInput {
  return { ...settings, wish, goal, addresses: [], confirmedZone: null };
}

function ownHostName(domain: OwnerName): string {
  const own = createHostEnvironment().hostname();
  if (/[^.]\../.test(own)) return own;
  throw new UsageError("--publish: the full name of this machine is not known", {
    hint: `Name it as DNS knows it: --host kms1.${withoutTrailingDot(domain)}.`,
  });
}

/** A record that some server lacks is told, and is there. */
function mustBeThere(state: RunState, result: ChangeResult, wish: SrvWish, { announce }: PublishPorts): void {
  const wasThere = state.change.plans.size > 0 && result.changes.length === 0;
  if (result.applied === true || wasThere) {
    if (wasThere) announce(`${sayRecord(wish)} was published already, and stays so when this stops`);
    for (const { title } of state.findings.inOrder()) announce(title);
    return;
  }
  if (result.applied === null)
    throw new EnvironmentError(`it is not known whether ${sayRecord(wish)} was published`, {
      hint: `'kms-doctor undo ${result.journal ?? ""}' looks, and takes it back.`,
    });
  const [finding] = state.findings.inOrder();
  const remedy = finding?.remedy[0];
  throw new UnsafePlanError(
    finding?.title ?? `${sayRecord(wish)} could not be published`,
    remedy === undefined ? {} : { hint: remedy },
  );
}

function whyNot(state: RunState): string {
  const [finding] = state.findings.inOrder();
  return finding?.title ?? "it is not known whether the change arrived";
}

function sayRecord({ owner, target, port }: SrvWish): string {
  return `${withoutTrailingDot(target)}:${port} at ${withoutTrailingDot(owner)}`;
}
