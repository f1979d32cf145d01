// What the golden samples (test/unit/io/host) do not hold: output that is cut, foreign or hostile.
import { describe, expect, test } from "vitest";
import { parseIpconfig } from "../../../../src/core/windows/parse-ipconfig.ts";

const NOTHING = { primarySuffix: null, searchList: [], adapters: [] };

describe("parseIpconfig", () => {
  test.each(["", "\r\n\r\n", "'ipconfig' is not recognized as a command\r\n"])("%j holds nothing", (text) => {
    expect(parseIpconfig(text)).toEqual(NOTHING);
  });

  test("without the host's own block the first adapter is an adapter, and its suffix is not the machine's", () => {
    const text = [
      "Ethernet adapter Ethernet:",
      "",
      "   Connection-specific DNS Suffix  . : site.test",
      "   DNS Servers . . . . . . . . . . . : 192.0.2.1",
      "                                       192.0.2.2",
    ].join("\r\n");
    expect(parseIpconfig(text)).toEqual({
      ...NOTHING,
      adapters: [
        {
          heading: "Ethernet adapter Ethernet",
          suffix: "site.test",
          searchList: [],
          servers: ["192.0.2.1", "192.0.2.2"],
          hasAddress: false,
        },
      ],
    });
  });

  test("a value before any label belongs to nothing", () => {
    expect(parseIpconfig("               192.0.2.1\r\n")).toEqual(NOTHING);
  });

  test("a line longer than ipconfig writes is passed over, however it is made", () => {
    const long = `   DNS${" .".repeat(50_000)} : evil.test`;
    const text = `Windows IP Configuration\r\n${long}\r\n   Primary Dns Suffix  . . . . . . . : corp.test\r\n`;
    expect(parseIpconfig(text).primarySuffix).toBe("corp.test");
  });
});
