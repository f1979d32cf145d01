// Where this machine keeps what a program must remember: the XDG state folder, on Windows %LOCALAPPDATA%.
import { homedir } from "node:os";
import path from "node:path";

export function stateFolder(): string {
  const folder =
    process.platform === "win32"
      ? process.env["LOCALAPPDATA"] || path.join(homedir(), "AppData", "Local")
      : process.env["XDG_STATE_HOME"] || path.join(homedir(), ".local", "state");
  return path.join(folder, "kms-doctor");
}
