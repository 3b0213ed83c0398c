import { describe, expect, it } from "vitest";
import { configOf, draftOf } from "@/components/checks/form/config-draft";
import { CONFIG_FIELDS } from "@/components/checks/form/config-fields";
import { CHECK_KINDS, CONFIG_SCHEMAS } from "@/lib/checks/check-config";

describe("what the check form sends", () => {
  it.each(CHECK_KINDS)("offers each field that a %s check takes, and no other", (kind) => {
    const known = Object.keys(CONFIG_SCHEMAS[kind].shape).sort();
    expect(CONFIG_FIELDS[kind].map((field) => field.name).sort()).toEqual(known);
  });

  it("leaves out what was left empty and reads numbers, lists and headers", () => {
    const draft = {
      url: " https://a.example/ ",
      redirects: "2",
      headers: "X-A: 1\nAuthorization: Bearer b:c",
      body: "",
    };
    expect(configOf("http", draft)).toEqual({
      url: "https://a.example/",
      redirects: 2,
      headers: { "X-A": "1", Authorization: "Bearer b:c" },
    });
    expect(configOf("dns", { name: "a.example", type: "A", expect: "10.0.0.1\n\n10.0.0.2 " })).toEqual({
      name: "a.example",
      type: "A",
      expect: ["10.0.0.1", "10.0.0.2"],
    });
  });

  it("sends text that is no number as it is, so that the door can say what is wrong", () => {
    expect(configOf("tcp", { host: "a", port: "http" })).toEqual({ host: "a", port: "http" });
  });

  it("keeps a sealed field that was left empty and takes away one that was removed", () => {
    const saved = { host: "db", database: "app", user: "u", ssl: "off" };
    const draft = draftOf("postgres", saved);
    expect(draft["password"]).toBe("");
    expect(configOf("postgres", draft)).toEqual(saved);
    expect(configOf("postgres", draft, ["password"])).toEqual({ ...saved, password: null });
  });
});
