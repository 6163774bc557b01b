// A row of tabs, by the pattern of the ARIA guide: one stop of Tab, arrows between.

import { useEffect, useId, useRef, type KeyboardEvent, type ReactNode } from "react";
import { scrollInto } from "../grid/layout";

export type Tab<Id extends string> = { id: Id; label: ReactNode; count?: number };

type Props<Id extends string> = {
  label: string;
  tabs: readonly Tab<Id>[];
  active: Id;
  onChange: (id: Id) => void;
  /** The panel of the active tab. */
  children?: ReactNode;
  /** Shown at the end of the row. */
  trailing?: ReactNode;
};

export function Tabs<Id extends string>({ label, tabs, active, onChange, children, trailing }: Props<Id>) {
  const base = useId();
  const row = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const at = tabs.findIndex(({ id }) => id === active);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    const tab = to === undefined ? undefined : tabs[(to + tabs.length) % tabs.length];
    if (!tab) return;
    event.preventDefault();
    onChange(tab.id);
    row.current?.querySelector<HTMLElement>(`[data-tab="${CSS.escape(tab.id)}"]`)?.focus();
  };
  // Where there is little room the row scrolls.
  useEffect(() => {
    const box = row.current;
    const tab = box?.querySelector<HTMLElement>('[aria-selected="true"]');
    // `scrollIntoView` would have the next Tab begin there.
    if (box && tab) box.scrollLeft = scrollInto(tab.offsetLeft - box.offsetLeft, tab.offsetWidth, box.scrollLeft, box.clientWidth);
  }, [active]);
  return (
    <>
      <div className="tabs">
        <div className="tabs-row" role="tablist" aria-label={label} ref={row} onKeyDown={onKeyDown}>
          {tabs.map((tab) => (
            <button
              key={tab.id}
              type="button"
              role="tab"
              id={`${base}-${tab.id}`}
              data-tab={tab.id}
              className="tab"
              aria-selected={tab.id === active}
              aria-controls={children === undefined ? undefined : `${base}-panel`}
              tabIndex={tab.id === active ? 0 : -1}
              onClick={() => onChange(tab.id)}
            >
              {tab.label}
              {tab.count !== undefined && <span className="tab-count">{tab.count}</span>}
            </button>
          ))}
        </div>
        {trailing}
      </div>
      {children !== undefined && (
        <div className="tab-panel" role="tabpanel" id={`${base}-panel`} aria-labelledby={`${base}-${active}`}>
          {children}
        </div>
      )}
    </>
  );
}
