// What is open, and how it stands: project, database, the three sides, and whether anything can
// be written.

import { Suspense } from "react";
import type { Meta } from "../api/types";
import { Badge } from "../ui/Badge";
import { Icon } from "../ui/Icon";
import { SafeText } from "../ui/SafeText";
import { useTheme, type Theme } from "./theme";
import { topBarParts } from "./views";

export function TopBar({ meta }: { meta: Meta | undefined }) {
  return (
    <>
      {meta && !meta.isLoopback && <Environment meta={meta} />}
      <header className="topbar">
        <span className="brand">
          <img src="/icon.svg" alt="" width="18" height="18" />
          mizzle
        </span>
        {meta && (
          <>
            <span className="topbar-project" title={meta.config ?? undefined}>
              <SafeText text={meta.project} />
            </span>
            <span className="topbar-target" title={about(meta)}>
              <SafeText text={meta.target} />
            </span>
            {meta.isReadOnly && (
              <Badge tone="warn" icon="lock" title="The studio was started with --read-only">
                read-only
              </Badge>
            )}
          </>
        )}
        <span className="spacer" />
        <Suspense fallback={null}>
          {topBarParts.map((Part, index) => (
            <Part key={index} />
          ))}
        </Suspense>
        <ThemeSwitch />
      </header>
    </>
  );
}

function Environment({ meta }: { meta: Meta }) {
  const { server } = meta;
  return (
    <div className="environment" role="note">
      <Icon name="warning" />
      Not on this machine:
      <strong>
        <SafeText text={server ? `${server.database} on ${server.host}` : meta.target} />
      </strong>
      {!meta.isReadOnly && <span className="environment-more">each write asks for its name</span>}
    </div>
  );
}

function about({ server, target }: Meta): string {
  if (!server) return target;
  const role = server.isSuperuser ? `${server.user} (superuser)` : server.user;
  return `${target}\n${server.version}\nRole: ${role}\nTime zone: ${server.timeZone}`;
}

const THEMES: { id: Theme; label: string; icon: "system" | "sun" | "moon" }[] = [
  { id: "system", label: "As the system", icon: "system" },
  { id: "light", label: "Light", icon: "sun" },
  { id: "dark", label: "Dark", icon: "moon" },
];

function ThemeSwitch() {
  const [theme, setTheme] = useTheme();
  return (
    <div className="segmented" role="group" aria-label="Colours">
      {THEMES.map(({ id, label, icon }) => (
        <button key={id} type="button" aria-pressed={id === theme} aria-label={label} title={label} onClick={() => setTheme(id)}>
          <Icon name={icon} />
        </button>
      ))}
    </div>
  );
}
