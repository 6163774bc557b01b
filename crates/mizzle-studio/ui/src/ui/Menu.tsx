// A menu at a point: arrows, Home and End, the first letter, Escape. The focus goes back to where
// it came from.

import { useEffect, useLayoutEffect, useRef, type KeyboardEvent, type ReactNode } from "react";
import { Icon, type IconName } from "./Icon";

export type MenuItem =
  | { type: "item"; label: ReactNode; icon?: IconName; keys?: string; isDisabled?: boolean; isDangerous?: boolean; onSelect: () => void }
  | { type: "title"; label: ReactNode }
  | { type: "line" };

type Props = { label: string; items: readonly MenuItem[]; at: { x: number; y: number }; onClose: () => void };

export function Menu({ label, items, at, onClose }: Props) {
  const ref = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  close.current = onClose;

  useLayoutEffect(() => {
    const menu = ref.current;
    if (!menu) return;
    const { width, height } = menu.getBoundingClientRect();
    menu.style.left = `${Math.max(4, Math.min(at.x, innerWidth - width - 4))}px`;
    menu.style.top = `${Math.max(4, Math.min(at.y, innerHeight - height - 4))}px`;
  }, [at]);

  useEffect(() => {
    const before = document.activeElement;
    entries(ref.current)[0]?.focus();
    const onPointer = (event: Event) => {
      if (!ref.current?.contains(event.target as Node)) close.current();
    };
    window.addEventListener("pointerdown", onPointer, true);
    window.addEventListener("blur", onPointer);
    return () => {
      window.removeEventListener("pointerdown", onPointer, true);
      window.removeEventListener("blur", onPointer);
      if (before instanceof HTMLElement && document.activeElement === document.body) before.focus();
    };
  }, []);

  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    const all = entries(ref.current);
    const now = all.indexOf(document.activeElement as HTMLElement);
    const go = (index: number) => all[(index + all.length) % all.length]?.focus();
    if (event.key === "Escape" || event.key === "Tab") onClose();
    else if (event.key === "ArrowDown") go(now + 1);
    else if (event.key === "ArrowUp") go(now - 1);
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(-1);
    else if (event.key.length === 1 && event.key !== " ") {
      const letter = event.key.toLowerCase();
      const order = [...all.slice(now + 1), ...all.slice(0, now + 1)];
      order.find((item) => item.textContent?.toLowerCase().startsWith(letter))?.focus();
      return;
    } else return;
    event.preventDefault();
  };

  return (
    <div ref={ref} className="menu" role="menu" aria-label={label} onKeyDown={onKeyDown}>
      {items.map((item, index) => {
        if (item.type === "line") return <div key={index} className="menu-line" role="separator" />;
        if (item.type === "title") {
          return (
            <div key={index} className="menu-title" role="presentation">
              {item.label}
            </div>
          );
        }
        return (
          <button
            key={index}
            type="button"
            role="menuitem"
            tabIndex={-1}
            className={item.isDangerous ? "menu-item menu-danger" : "menu-item"}
            disabled={item.isDisabled}
            onClick={() => {
              onClose();
              item.onSelect();
            }}
          >
            {item.icon ? <Icon name={item.icon} size={14} /> : <span className="menu-gap" />}
            <span className="menu-label">{item.label}</span>
            {item.keys && <kbd>{item.keys}</kbd>}
          </button>
        );
      })}
    </div>
  );
}

const entries = (menu: HTMLElement | null): HTMLElement[] => [...(menu?.querySelectorAll<HTMLElement>('[role="menuitem"]:not(:disabled)') ?? [])];
