// Changes from the terminal interface: the same use cases as the commands, asked about on its screen.
import { publish } from "../../app/publish/publish.ts";
import type { PublishPorts } from "../../app/publish/publish-ports.ts";
import { undo } from "../../app/publish/undo.ts";
import { updatePolicyRun } from "../../app/update-policy-run.ts";
import { parseOwnerName } from "../../core/dns/owner-name.ts";
import { UsageError } from "../../core/errors.ts";
import type { RunEvent } from "../../core/run/event.ts";
import type { ChangeDesk, UiPorts } from "../../ui/ports.ts";
import { changeSettings, openChangeAt, type OpenedChange } from "../change-inputs.ts";
import type { ChangeFlags } from "../change-options.ts";
import { askOptions, readHostDns, serversToAsk } from "../dns-ports.ts";
import { openLabChange } from "../lab-change.ts";
import { openSigner } from "../open-signer.ts";
import { namedPrimary } from "../primary-input.ts";
import { openUpdatePorts } from "../update-ports.ts";
import { VERSION } from "../version.ts";
import type { PlaceHolder } from "./network-place.ts";

type ChangeSource = Pick<UiPorts, "updatePolicy" | "change" | "undo">;

export function changeSource(
  place: PlaceHolder,
  flags: ChangeFlags,
  announce: (text: string) => void,
): ChangeSource {
  // What was changed in the lab is forgotten with it.
  let labJournal: PublishPorts["journal"] | undefined;

  /** In the lab nothing of the machine's own is used: no key, no journal on disk. */
  async function open(desk: ChangeDesk): Promise<OpenedChange> {
    const { isLab, labKeyFile, network } = place.current;
    if (!isLab) return openChangeAt(desk, flags, network);
    const { ports, close } = openLabChange();
    const { ports: signerPorts, close: closeSigner } = openUpdatePorts();
    labJournal ??= ports.journal;
    const signing = await openSigner(keyOfLab(labKeyFile), signerPorts, askOptions(network).timeoutMs);
    return {
      ports: { ...ports, ...desk, signer: signing.signer, journal: labJournal },
      close: () => {
        signing.close();
        closeSigner();
        close();
      },
    };
  }

  async function* updatePolicy(zone: string, signal: AbortSignal): AsyncGenerator<RunEvent> {
    const { network, isLab, labKeyFile } = place.current;
    const name = parseOwnerName(zone);
    if (!name.ok) throw new UsageError(`'${zone}' is no zone: ${name.error}`);
    const primary = isLab ? null : namedPrimary(flags.primary);
    const servers =
      primary === null ? await serversToAsk(network, () => readHostDns(new AbortController().signal)) : [];
    const { ports, close } = openUpdatePorts();
    const signing = await openSigner(
      isLab ? keyOfLab(labKeyFile) : flags,
      ports,
      askOptions(network).timeoutMs,
    );
    try {
      yield* updatePolicyRun(
        { version: VERSION, command: "update-policy" },
        {
          name: name.value,
          servers: servers.map(({ endpoint }) => endpoint),
          primary,
          port: network.dnsPort,
          families: network.families,
          wanted: null,
          signer: signing.signer,
          options: askOptions(network),
        },
        { ...ports, announce },
        signal,
      );
    } finally {
      signing.close();
      close();
    }
  }

  return {
    updatePolicy,
    change: async function* change({ kind, wish, addresses, replaces }, desk, signal) {
      const settings = await changeSettings(kind, settingsFlags(), place.current.network);
      const { ports, close } = await open(desk);
      const { target, port, priority, weight } = wish;
      const goal =
        kind === "publish"
          ? ({ kind, replaces } as const)
          : ({ kind, selector: { target, port, priority, weight } } as const);
      try {
        yield* publish({ ...settings, wish, goal, addresses, confirmedZone: null }, ports, signal);
      } finally {
        close();
      }
    },
    undo: async function* takeBack(id, desk, signal) {
      const settings = await changeSettings("undo", settingsFlags(), place.current.network);
      const { ports, close } = await open(desk);
      try {
        yield* undo({ ...settings, id }, ports, signal);
      } finally {
        close();
      }
    },
  };

  function settingsFlags(): ChangeFlags {
    if (!place.current.isLab) return flags;
    const { primary: _, ...rest } = flags;
    return rest;
  }
}

function keyOfLab(keyFile: string | undefined): { readonly key?: string } {
  return keyFile === undefined ? {} : { key: keyFile };
}
