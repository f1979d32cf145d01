import { afterEach, expect, test, vi } from "vitest";
import { openUpdatePorts } from "../../../src/cli/update-ports.ts";
import { stderrWriter } from "../../../src/cli/writer.ts";

afterEach(() => void vi.restoreAllMocks());

test("an announcement can't move the cursor, nor write a line of its own", async () => {
  const write = vi.spyOn(stderrWriter(), "write").mockResolvedValue();
  const { ports, close } = openUpdatePorts();
  ports.announce("zone \u001b[2Jcorp.test\nexit 0");
  close();
  expect(write.mock.calls).toEqual([["zone \\x1b[2Jcorp.test\\x0aexit 0\n"]]);
});
