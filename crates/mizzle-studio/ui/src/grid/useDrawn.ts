// Which part of the grid is drawn. Rows are of one height and widths are known beforehand, so
// nothing is measured but the box that scrolls.

import { useLayoutEffect, useState, type RefObject } from "react";
import { flushSync } from "react-dom";
import { drawnIn, type Drawn, type Layout } from "./layout";

const NOTHING: Drawn = { firstRow: 0, lastRow: -1, firstColumn: 0, lastColumn: -1 };

/** Follows the scroller, and another value comes only where another row or column is drawn. */
export function useDrawn(scroller: RefObject<HTMLElement | null>, layout: Layout, rowCount: number, headerHeight: number): Drawn {
  const [drawn, setDrawn] = useState(NOTHING);
  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const follow = () => {
      const next = drawnIn(box, layout, rowCount, headerHeight);
      setDrawn((last) => (isSame(last, next) ? last : next));
    };
    // At once: a frame that is scrolled and not drawn yet would be blank.
    const onScroll = () => flushSync(follow);
    follow();
    box.addEventListener("scroll", onScroll, { passive: true });
    const watch = new ResizeObserver(follow);
    watch.observe(box);
    return () => {
      box.removeEventListener("scroll", onScroll);
      watch.disconnect();
    };
  }, [scroller, layout, rowCount, headerHeight]);
  return drawn;
}

const isSame = (one: Drawn, other: Drawn): boolean =>
  one.firstRow === other.firstRow && one.lastRow === other.lastRow && one.firstColumn === other.firstColumn && one.lastColumn === other.lastColumn;
