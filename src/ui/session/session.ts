// Carries out what the state wants done: runs, changes, the lab, the clipboard. The only place where the interface waits for anything.
import type { UiPorts } from "../ports.ts";
import type { Effect } from "../store/action.ts";
import type { Store } from "../store/store.ts";
import { createChangeSession } from "./change-session.ts";
import { createRunSession } from "./run-session.ts";
import { tellFailure } from "./tell-failure.ts";

/** How the interface ends. `interrupt`: by Ctrl-C. */
export type Ending = "verdict" | "report" | "interrupt";

export type Session = {
  readonly carryOut: (effect: Effect, store: Store) => void;
  /** Begins with what is known at once, then checks: this network, or the scenario of the lab that is named. */
  readonly begin: (store: Store, scenario: string | null) => void;
  /** Stops everything that is under way. */
  readonly close: () => void;
  readonly run: ReturnType<typeof createRunSession>;
};

export type SessionDoors = {
  readonly quit: (how: Ending) => void;
  readonly suspend: () => void;
};

/** Ages are told in steps of five seconds. */
const TICK_MS = 5000;

export function createSession(ports: UiPorts, doors: SessionDoors): Session {
  const run = createRunSession(ports);
  const change = createChangeSession(ports);
  const closing = new AbortController();
  let cancelTick = (): void => undefined;

  function carryOut(effect: Effect, store: Store): void {
    switch (effect.kind) {
      case "diagnose":
        return run.start(store, effect.isAfresh);
      case "hold-run":
        return run.hold(effect.isHeld);
      case "stop-run":
        return run.stop();
      case "watch":
        return run.schedule(effect.afterMs, store);
      case "quit":
        return doors.quit(effect.how);
      case "suspend":
        return doors.suspend();
      case "copy":
        return ports.copy(effect.text);
      case "bell":
        return ports.bell();
      case "check-wish":
      case "policy":
      case "change":
      case "undo":
      case "answer-plan":
      case "stop-change":
        return change.carryOut(effect, store);
      case "look-at":
        return lookAt(effect.words, store);
      default:
        void waitFor(effect, store).catch(tellFailure(store));
    }
  }

  function lookAt(words: readonly string[], store: Store): void {
    const checked = words.map(ports.checkDomain);
    const refused = checked.find((each) => !each.ok);
    if (refused !== undefined && !refused.ok)
      return store.dispatch({ type: "domains-refused", why: refused.error });
    store.dispatch({ type: "domains", domains: checked.flatMap((each) => (each.ok ? [each.value] : [])) });
  }

  async function waitFor(effect: Effect, store: Store): Promise<void> {
    switch (effect.kind) {
      case "read-machine":
        return readMachine(store);
      case "export": {
        const saved = await ports.exportRun(effect.form, run.events());
        const said = saved.ok ? `exported as ${saved.value}` : saved.error;
        return store.dispatch({ type: "notice", text: said, tone: saved.ok ? "good" : "bad" });
      }
      case "products":
        return store.dispatch({ type: "products", products: await ports.products() });
      case "snippet":
        return change.snippet(effect.product, effect.clients, store);
      case "zone-file":
        return change.zoneFile(effect.file, effect.isDryRun, store);
      case "save": {
        const saved = await ports.saveText(effect.name, effect.text);
        if (saved.ok) return store.dispatch({ type: "saved", path: saved.value });
        return store.dispatch({ type: "notice", text: saved.error, tone: "bad" });
      }
      case "save-columns":
        return ports.saveColumns(store.state().columnChoices);
      case "read-rules":
        return store.dispatch({
          type: "told",
          sections: await ports.readRules(effect.files, effect.endpoint),
        });
      case "read-paste":
        return store.dispatch({ type: "told", sections: await ports.readPaste(effect.text) });
      case "lab-scenarios":
        return store.dispatch({ type: "lab-scenarios", scenarios: await ports.lab.scenarios() });
      case "lab-open":
      case "lab-flip": {
        run.stop();
        const lab = await (effect.kind === "lab-open"
          ? ports.lab.open(effect.name)
          : ports.lab.flip(effect.id));
        if (lab.ok) return store.dispatch({ type: "lab", view: lab.value });
        // The one that was open is closed: nothing may say that this is the lab.
        if (store.state().lab !== null && effect.kind === "lab-open")
          store.dispatch({ type: "lab", view: null });
        store.dispatch({ type: "log", text: lab.error, tone: "bad" });
        return store.dispatch({ type: "notice", text: lab.error, tone: "bad" });
      }
      case "lab-close":
        run.stop();
        await ports.lab.close();
        return store.dispatch({ type: "lab", view: null });
      default:
        return undefined;
    }
  }

  async function readMachine(store: Store): Promise<void> {
    try {
      store.dispatch({ type: "machine", view: await ports.machine(closing.signal) });
    } catch (error) {
      store.dispatch({ type: "machine-failed", why: error instanceof Error ? error.message : String(error) });
    }
  }

  function tick(store: Store): void {
    cancelTick = ports.schedule(TICK_MS, () => {
      store.dispatch({ type: "tick" });
      tick(store);
    });
  }

  return {
    carryOut,
    run,
    begin: (store, scenario) => {
      carryOut({ kind: "read-machine" }, store);
      carryOut(
        scenario === null ? { kind: "diagnose", isAfresh: true } : { kind: "lab-open", name: scenario },
        store,
      );
      tick(store);
    },
    close: () => {
      cancelTick();
      closing.abort();
      run.close();
      change.close();
    },
  };
}
