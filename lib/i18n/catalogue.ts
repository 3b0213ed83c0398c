import doorEn from "@/lib/i18n/messages/en/door.json";
import ingestEn from "@/lib/i18n/messages/en/ingest.json";
import overviewEn from "@/lib/i18n/messages/en/overview.json";
import reasonsEn from "@/lib/i18n/messages/en/reasons.json";
import refusalsEn from "@/lib/i18n/messages/en/refusals.json";
import shellEn from "@/lib/i18n/messages/en/shell.json";
import statesEn from "@/lib/i18n/messages/en/states.json";
import timeEn from "@/lib/i18n/messages/en/time.json";
import doorKo from "@/lib/i18n/messages/ko/door.json";
import ingestKo from "@/lib/i18n/messages/ko/ingest.json";
import overviewKo from "@/lib/i18n/messages/ko/overview.json";
import reasonsKo from "@/lib/i18n/messages/ko/reasons.json";
import refusalsKo from "@/lib/i18n/messages/ko/refusals.json";
import shellKo from "@/lib/i18n/messages/ko/shell.json";
import statesKo from "@/lib/i18n/messages/ko/states.json";
import timeKo from "@/lib/i18n/messages/ko/time.json";

const en = {
  door: doorEn,
  ingest: ingestEn,
  overview: overviewEn,
  reasons: reasonsEn,
  refusals: refusalsEn,
  shell: shellEn,
  states: statesEn,
  time: timeEn,
};

/** What the console can say in one language: one namespace per module. English is the shape the others follow. */
export type Catalogue = typeof en;

const ko: Catalogue = {
  door: doorKo,
  ingest: ingestKo,
  overview: overviewKo,
  reasons: reasonsKo,
  refusals: refusalsKo,
  shell: shellKo,
  states: statesKo,
  time: timeKo,
};

/** Every message, by language. */
export const catalogue: { en: Catalogue; ko: Catalogue } = { en, ko };
