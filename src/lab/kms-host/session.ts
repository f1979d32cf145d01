// A socket of the endpoint: feeds the state machine, writes its answers, keeps the deadlines, and stops reading from a
// peer that does not read.
import type { Socket } from "node:net";
import type { Connection } from "./connection.ts";
import type { KmsHostEvent } from "./event.ts";
import type { KmsHostLimits } from "./limits.ts";

/** Runs until the socket is closed; `onClose` is called exactly once. */
export function runSession(
  socket: Socket,
  connection: Connection,
  limits: KmsHostLimits,
  note: (event: KmsHostEvent) => void,
  onClose: () => void,
): void {
  let isEnding = false;
  let isBlocked = false;
  let timer = setTimeout(() => expire("first-pdu"), limits.firstPduTimeoutMs);

  const expire = (stage: "first-pdu" | "idle"): void => {
    note({ kind: "deadline", stage });
    socket.destroy();
  };
  const restartIdleTimer = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => expire("idle"), limits.idleTimeoutMs);
  };
  // Closing with unread input would make TCP send a reset that can overtake the answer: end, drain, then destroy.
  const endWith = (bytes: Uint8Array): void => {
    isEnding = true;
    clearTimeout(timer);
    timer = setTimeout(() => socket.destroy(), limits.drainTimeoutMs);
    socket.end(bytes);
    socket.resume();
  };
  const onFlushed = (): void => {
    if (!isBlocked || isEnding || socket.writableLength >= limits.unsentLength) return;
    isBlocked = false;
    pump();
    if (!isBlocked) socket.resume();
  };
  const pump = (): void => {
    while (!isBlocked && !isEnding && !socket.destroyed) {
      const action = connection.next();
      if (action === null) return;
      if (action.kind === "close") return endWith(action.bytes);
      restartIdleTimer();
      if (action.bytes.length > 0) socket.write(action.bytes, onFlushed);
      isBlocked = socket.writableLength >= limits.unsentLength;
      if (isBlocked) socket.pause();
    }
  };

  socket.on("data", (chunk: Uint8Array) => {
    if (isEnding) return;
    connection.push(chunk);
    pump();
  });
  // What the peer's network does ends this connection only; 'close' follows and is where it is accounted for.
  socket.on("error", () => socket.destroy());
  socket.once("close", () => {
    clearTimeout(timer);
    connection.release();
    onClose();
  });
}
