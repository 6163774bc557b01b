// What can be done about all differences at once: three ways, of which one is right.
import type { ReactNode } from "react";
import type { Drift } from "../api/types";
import { useIsReadOnly } from "../app/connection";
import { Button } from "../ui/Button";
import { CopyButton } from "../ui/CopyButton";
import type { IconName } from "../ui/Icon";
import { Icon } from "../ui/Icon";
import { plural } from "../ui/format";
import type { Restore } from "./restore";

interface Props {
  drift: Drift;
  restore: Restore;
  isAdopting: boolean;
  onAdopt: () => void;
}

const BASELINE = "mizzle baseline";

export function WaysOut({ drift, restore, isAdopting, onAdopt }: Props) {
  const isReadOnly = useIsReadOnly();
  const losses = drift.findings.flatMap((it) => it.losses);
  const why = isReadOnly ? "The studio was started with --read-only" : undefined;
  return (
    <section className="ways" aria-label="Ways out">
      <Way icon="undo" title="Restore" text="The database is wrong: take back what somebody changed in it.">
        {drift.restore === "" ? (
          <span className="soft">No statement does it.</span>
        ) : (
          <>
            <Button
              size="small"
              isBusy={restore.isBusy}
              disabled={isReadOnly}
              title={why}
              onClick={() => restore.ask({ sql: drift.restore, what: `all of it: ${plural(drift.findings.length, "difference")}`, losses })}
            >
              Restore all …
            </Button>
            <CopyButton text={drift.restore} label="Copy SQL" />
          </>
        )}
      </Way>
      <Way icon="pencil" title="Adopt" text="The database is right: write what it has into the schema files.">
        <Button size="small" aria-expanded={isAdopting} disabled={isReadOnly} title={why} onClick={onAdopt}>
          Preview the files
        </Button>
      </Way>
      <Way icon="check" title="Baseline" text={drift.applied === null ? "The history begins with what is there: nothing is run, it is recorded as applied." : "After adopting: make the migration for it, and record it as applied here."}>
        <code>{BASELINE}</code>
        <CopyButton text={BASELINE} />
      </Way>
    </section>
  );
}

function Way({ icon, title, text, children }: { icon: IconName; title: string; text: string; children: ReactNode }) {
  return (
    <div className="way">
      <h2>
        <Icon name={icon} /> {title}
      </h2>
      <p className="soft">{text}</p>
      <div className="page-actions">{children}</div>
    </div>
  );
}
