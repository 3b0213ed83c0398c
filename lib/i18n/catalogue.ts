import chartsEn from "@/lib/i18n/messages/en/charts.json";
import checksEn from "@/lib/i18n/messages/en/checks.json";
import collectorsEn from "@/lib/i18n/messages/en/collectors.json";
import databaseEn from "@/lib/i18n/messages/en/database.json";
import doorEn from "@/lib/i18n/messages/en/door.json";
import exploreEn from "@/lib/i18n/messages/en/explore.json";
import hostsEn from "@/lib/i18n/messages/en/hosts.json";
import ingestEn from "@/lib/i18n/messages/en/ingest.json";
import logsEn from "@/lib/i18n/messages/en/logs.json";
import overviewEn from "@/lib/i18n/messages/en/overview.json";
import reasonsEn from "@/lib/i18n/messages/en/reasons.json";
import refusalsEn from "@/lib/i18n/messages/en/refusals.json";
import regionsEn from "@/lib/i18n/messages/en/regions.json";
import servicesEn from "@/lib/i18n/messages/en/services.json";
import settingsEn from "@/lib/i18n/messages/en/settings.json";
import shellEn from "@/lib/i18n/messages/en/shell.json";
import statesEn from "@/lib/i18n/messages/en/states.json";
import telemetryEn from "@/lib/i18n/messages/en/telemetry.json";
import timeEn from "@/lib/i18n/messages/en/time.json";
import chartsKo from "@/lib/i18n/messages/ko/charts.json";
import checksKo from "@/lib/i18n/messages/ko/checks.json";
import collectorsKo from "@/lib/i18n/messages/ko/collectors.json";
import databaseKo from "@/lib/i18n/messages/ko/database.json";
import doorKo from "@/lib/i18n/messages/ko/door.json";
import exploreKo from "@/lib/i18n/messages/ko/explore.json";
import hostsKo from "@/lib/i18n/messages/ko/hosts.json";
import ingestKo from "@/lib/i18n/messages/ko/ingest.json";
import logsKo from "@/lib/i18n/messages/ko/logs.json";
import overviewKo from "@/lib/i18n/messages/ko/overview.json";
import reasonsKo from "@/lib/i18n/messages/ko/reasons.json";
import refusalsKo from "@/lib/i18n/messages/ko/refusals.json";
import regionsKo from "@/lib/i18n/messages/ko/regions.json";
import servicesKo from "@/lib/i18n/messages/ko/services.json";
import settingsKo from "@/lib/i18n/messages/ko/settings.json";
import shellKo from "@/lib/i18n/messages/ko/shell.json";
import statesKo from "@/lib/i18n/messages/ko/states.json";
import telemetryKo from "@/lib/i18n/messages/ko/telemetry.json";
import timeKo from "@/lib/i18n/messages/ko/time.json";

const en = {
  charts: chartsEn,
  checks: checksEn,
  collectors: collectorsEn,
  database: databaseEn,
  door: doorEn,
  explore: exploreEn,
  hosts: hostsEn,
  ingest: ingestEn,
  logs: logsEn,
  overview: overviewEn,
  reasons: reasonsEn,
  refusals: refusalsEn,
  settings: settingsEn,
  regions: regionsEn,
  services: servicesEn,
  shell: shellEn,
  states: statesEn,
  telemetry: telemetryEn,
  time: timeEn,
};

/** What the console can say in one language: one namespace per module. English is the shape the others follow. */
export type Catalogue = typeof en;

const ko: Catalogue = {
  charts: chartsKo,
  checks: checksKo,
  collectors: collectorsKo,
  database: databaseKo,
  door: doorKo,
  explore: exploreKo,
  hosts: hostsKo,
  ingest: ingestKo,
  logs: logsKo,
  overview: overviewKo,
  reasons: reasonsKo,
  refusals: refusalsKo,
  settings: settingsKo,
  regions: regionsKo,
  services: servicesKo,
  shell: shellKo,
  states: statesKo,
  telemetry: telemetryKo,
  time: timeKo,
};

/** Every message, by language. */
export const catalogue: { en: Catalogue; ko: Catalogue } = { en, ko };
