// What can be done about all differences at once: three ways, of which one is right.
import type { ReactNode } from "react";
import type { Drift } from "../api/types";
import type { BaselineHandle } from "../migrations/baseline";
import { WriteButton } from "../migrations/WriteButton";
import { CopyButton } from "../ui/CopyButton";
import type { IconName } from "../ui/Icon";
import { Icon } from "../ui/Icon";
import { plural } from "../ui/format";
import type { Restore } from "./restore";

interface Props {
  drift: Drift;
  restore: Restore;
  baseline: BaselineHandle;
  isAdopting: boolean;
  onAdopt: () => void;
}

export function WaysOut({ drift, restore, baseline, isAdopting, onAdopt }: Props) {
  const losses = drift.findings.flatMap((it) => it.losses);
  return (
    <section className="ways" aria-label="Ways out">
      <Way icon="undo" title="Restore" text="The database is wrong: take back what somebody changed in it.">
        {drift.restore === "" ? (
          <span className="soft">No statement does it.</span>
        ) : (
          <>
            <WriteButton
              size="small"
              isBusy={restore.isBusy}
              onClick={() => restore.ask({ sql: drift.restore, what: `all of it: ${plural(drift.findings.length, "difference")}`, losses })}
            >
              Restore all …
            </WriteButton>
            <CopyButton text={drift.restore} label="Copy SQL" />
          </>
        )}
      </Way>
      <Way icon="pencil" title="Adopt" text="The database is right: write what it has into the schema files.">
        <WriteButton size="small" aria-expanded={isAdopting} onClick={onAdopt}>
          Preview the files
        </WriteButton>
      </Way>
      <Way icon="check" title="Baseline" text={drift.applied === null ? "The history begins with what is there: nothing is run, it is recorded as applied." : "After adopting: make the migration for it, and record it as applied here."}>
        <WriteButton size="small" isBusy={baseline.isBusy} onClick={() => baseline.ask(drift.applied === null ? (drift.pending.at(-1) ?? null) : null)}>
          Record …
        </WriteButton>
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
