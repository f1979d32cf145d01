// The built program on the Windows build of Node under Wine: a fresh Windows (WINEPREFIX) for each file, removed by close().
import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, openSync, readFileSync, watch, writeFileSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { checkDocument, checkEvents, MAIN, type ToolRun } from "./run-tool.ts";
import { WINDOWS_NODE } from "./windows-node.ts";

/** What describeWithPeers needs to know. */
export const WINE_PEERS = ["wine", "wineserver", "windows-node"] as const;

export type WineOptions = {
  /** Text of standard input; none without it. */
  readonly stdin?: string;
};

export type WineProcess = {
  /** Resolves with all of stdout so far once it matches; rejects when the program ends before. */
  readonly stdoutMatching: (pattern: RegExp) => Promise<string>;
  /** Ctrl-C: Wine makes the console's CTRL_C_EVENT of a SIGINT. */
  readonly interrupt: () => void;
  readonly ended: Promise<ToolRun>;
};

export type WineWindows = {
  /** Where the program is started: `C:\admin` there, this folder here. */
  readonly workFolder: string;
  /** Runs the built program to its end; JSON on stdout is checked against its schema. */
  readonly runTool: (args: readonly string[], options?: WineOptions) => Promise<ToolRun>;
  readonly startTool: (args: readonly string[], options?: WineOptions) => WineProcess;
  /** An environment variable as Windows programs see it. */
  readonly variable: (name: string) => Promise<string>;
  /** Writes values below HKEY_LOCAL_MACHINE; a list becomes a REG_MULTI_SZ. */
  readonly addRegistryValues: (
    key: string,
    values: Readonly<Record<string, string | readonly string[]>>,
  ) => Promise<void>;
  /** Runs a program of its system folder, such as `reg.exe`; throws with its output when it fails. */
  readonly runSystem: (program: string, ...args: readonly string[]) => Promise<string>;
  /** The path here of a file on drive C. */
  readonly onDriveC: (windowsPath: string) => string;
  /** Ends every process of this Windows and removes it. */
  readonly close: () => Promise<void>;
};

/** `enter` is a command that runs the rest, such as nsenter: this Windows then lives in another namespace. */
export async function openWindows(enter: readonly string[] = []): Promise<WineWindows> {
  const folder = await mkdtemp(path.join(tmpdir(), "kms-doctor-wine-"));
  const prefix = path.join(folder, "prefix");
  const workFolder = path.join(prefix, "drive_c", "admin");
  await mkdir(workFolder, { recursive: true });
  const env = {
    PATH: process.env["PATH"] ?? "",
    // Wine links folders of the user's profile to those of HOME.
    HOME: folder,
    LANG: "C.UTF-8",
    WINEPREFIX: prefix,
    WINEARCH: "win64",
    WINEDEBUG: "-all",
    // Neither .NET, HTML nor menu entries of the Linux desktop are needed.
    WINEDLLOVERRIDES: "mscoree,mshtml=;winemenubuilder.exe=",
    NODE_SKIP_PLATFORM_CHECK: "1",
  };
  const start = (command: string, args: readonly string[], options: WineOptions = {}): WineProcess =>
    startProcess([...enter, command, ...args], { env, cwd: workFolder, logs: folder, ...options });
  const must = async (command: string, ...args: readonly string[]): Promise<string> => {
    const run = await start(command, args).ended;
    if (run.code === 0) return run.stdout;
    throw new Error(`${command} ${args.join(" ")} ended with ${run.code}: ${run.stdout}${run.stderr}`);
  };
  const startTool: WineWindows["startTool"] = (args, options) =>
    start("wine", [WINDOWS_NODE, windowsPath(MAIN), ...args], options);
  const close = async (): Promise<void> => {
    await must("wineserver", "-k");
    await rm(folder, { recursive: true });
  };
  try {
    // -p: it stays until close(); when it ends in between, the next start resets values of the registry.
    await must("wineserver", "-p");
    await must("wine", system("wineboot.exe"), "-i");
    await must("wine", system("winecfg.exe"), "-v", "win10");
  } catch (error) {
    await close();
    throw error;
  }
  return {
    workFolder,
    startTool,
    runTool: async (args, options) => {
      const run = await startTool(args, options).ended;
      if (args.includes("--output")) return run;
      if (args.includes("--json")) checkDocument(run.stdout);
      if (args.includes("--ndjson")) checkEvents(run.stdout);
      return run;
    },
    variable: async (name) =>
      (await must("wine", WINDOWS_NODE, "-p", `process.env[${JSON.stringify(name)}]`)).trim(),
    addRegistryValues: async (key, values) => {
      for (const [name, value] of Object.entries(values)) {
        const data =
          typeof value === "string" ? ["REG_SZ", "/d", value] : ["REG_MULTI_SZ", "/d", value.join("\\0")];
        await must("wine", system("reg.exe"), "add", `HKLM\\${key}`, "/v", name, "/f", "/t", ...data);
      }
    },
    runSystem: (program, ...args) => must("wine", system(program), ...args),
    onDriveC: (text) => path.join(prefix, "drive_c", ...text.replace(/^C:\\/i, "").split("\\")),
    close,
  };
}

/** By its full path: a bare name goes through Wine's start.exe, which fails once in a thousand times under load. */
function system(program: string): string {
  return `C:\\windows\\system32\\${program}`;
}

/** Wine shows the root folder as drive Z. */
function windowsPath(file: string): string {
  return `Z:${file.replaceAll("/", "\\")}`;
}

type ProcessOptions = WineOptions & {
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly logs: string;
};

const DEADLINE_MS = 60_000;
let started = 0;

/** Output goes to files: Node for Windows can't use the sockets or pipes of Linux that Wine hands down. */
function startProcess(words: readonly string[], options: ProcessOptions): WineProcess {
  const [command = "", ...args] = words;
  const file = (name: string): string => path.join(options.logs, `${started}.${name}`);
  started += 1;
  const [stdoutFile, stderrFile] = [file("stdout"), file("stderr")];
  const stdin = options.stdin === undefined ? undefined : inputFile(file("stdin"), options.stdin);
  const files = [openSync(stdoutFile, "w"), openSync(stderrFile, "w")] as const;
  const child = spawn(command, args, {
    env: options.env,
    cwd: options.cwd,
    stdio: [stdin ?? "ignore", ...files],
    timeout: DEADLINE_MS,
    killSignal: "SIGKILL",
  });
  for (const descriptor of [...files, ...(stdin === undefined ? [] : [stdin])]) closeSync(descriptor);
  const stdout = (): string => readFileSync(stdoutFile, "utf8");
  const ended = new Promise<ToolRun>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) =>
      resolve({ code, signal, stdout: stdout(), stderr: readFileSync(stderrFile, "utf8") }),
    );
  });
  return {
    ended,
    interrupt: () => child.kill("SIGINT"),
    stdoutMatching: (pattern) => fileMatching(stdoutFile, pattern, child),
  };
}

function inputFile(file: string, text: string): number {
  writeFileSync(file, text);
  return openSync(file, "r");
}

function fileMatching(file: string, pattern: RegExp, writer: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const watcher = watch(file);
    const look = (): boolean => {
      const text = readFileSync(file, "utf8");
      if (!pattern.test(text)) return false;
      watcher.close();
      resolve(text);
      return true;
    };
    watcher.on("change", look);
    writer.once("close", () => {
      if (look()) return;
      watcher.close();
      reject(new Error(`ended before it printed ${pattern}: ${readFileSync(file, "utf8")}`));
    });
    look();
  });
}
