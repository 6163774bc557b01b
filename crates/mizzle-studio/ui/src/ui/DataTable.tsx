// A small table of things that fit on a page; rows of a database have the grid.

import type { ReactNode } from "react";

export type DataColumn<Row> = {
  title: string;
  cell: (row: Row) => ReactNode;
  align?: "start" | "end";
  /** Takes what is left. */
  isWide?: boolean;
};

type Props<Row> = {
  caption: string;
  columns: readonly DataColumn<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row, index: number) => string;
};

export function DataTable<Row>({ caption, columns, rows, rowKey }: Props<Row>) {
  return (
    <div className="data-table-frame" tabIndex={0} role="region" aria-label={caption}>
      <table className="data-table">
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ title, align, isWide }) => (
              <th key={title} scope="col" className={classes(align, isWide)}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={rowKey(row, index)}>
              {columns.map(({ title, cell, align, isWide }) => (
                <td key={title} className={classes(align, isWide)}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function classes(align: "start" | "end" = "start", isWide = false): string {
  return `align-${align}${isWide ? " is-wide" : ""}`;
}
